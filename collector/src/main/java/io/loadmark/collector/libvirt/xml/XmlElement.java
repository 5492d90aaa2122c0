package io.loadmark.collector.libvirt.xml;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * An element of a document without DTD: nothing outside of it is ever read, no entity expanded. Numbers that are none or
 * don't fit are absent.
 */
record XmlElement(Element element) {
    /** libvirt itself sends no string over 4 MiB. */
    static final int MAX_CHARACTERS = 4 << 20;

    private static final DocumentBuilderFactory FACTORY = factory();

    private static DocumentBuilderFactory factory() {
        var factory = DocumentBuilderFactory.newDefaultNSInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's own parser refuses to be made safe", e);
        }
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        // Text is gathered recursively; real domains are less than 20 deep.
        factory.setAttribute("jdk.xml.maxElementDepth", "200");
        factory.setExpandEntityReferences(false);
        factory.setXIncludeAware(false);
        return factory;
    }

    /** The root of a document. */
    static XmlElement parse(String xml) throws MalformedXmlException {
        if (xml.length() > MAX_CHARACTERS) {
            throw new MalformedXmlException("XML of " + xml.length() + " characters; at most " + MAX_CHARACTERS);
        }
        try {
            return new XmlElement(
                    builder().parse(new InputSource(new StringReader(xml))).getDocumentElement());
        } catch (SAXException | IOException e) {
            throw new MalformedXmlException("no well-formed XML: " + e.getMessage(), e);
        }
    }

    private static DocumentBuilder builder() {
        try {
            var builder = FACTORY.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler()); // or it prints to stderr
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK has no XML parser", e);
        }
    }

    /** Name without prefix. */
    String name() {
        return element.getLocalName();
    }

    /** Children of that name. */
    List<XmlElement> children(String name) {
        return children().stream().filter(child -> child.name().equals(name)).toList();
    }

    List<XmlElement> children() {
        var children = new ArrayList<XmlElement>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) children.add(new XmlElement(child));
        }
        return children;
    }

    /** The first descendant by a path of names such as {@code cputune/quota}. */
    Optional<XmlElement> at(String path) {
        var found = Optional.of(this);
        for (String name : path.split("/", -1)) found = found.flatMap(parent -> parent.child(name));
        return found;
    }

    private Optional<XmlElement> child(String name) {
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child && name.equals(child.getLocalName())) {
                return Optional.of(new XmlElement(child));
            }
        }
        return Optional.empty();
    }

    boolean has(String path) {
        return at(path).isPresent();
    }

    String text() {
        return element.getTextContent().strip();
    }

    @Nullable
    String text(String path) {
        return at(path).map(XmlElement::text).filter(text -> !text.isEmpty()).orElse(null);
    }

    @Nullable
    String attribute(String name) {
        return element.hasAttribute(name) ? element.getAttribute(name) : null;
    }

    @Nullable
    String attribute(String path, String name) {
        return at(path).map(found -> found.attribute(name)).orElse(null);
    }

    @Nullable
    Long number(String path) {
        return number(path, XmlElement::text);
    }

    @Nullable
    Integer integer(String path, String attribute) {
        return integer(number(path, found -> found.attribute(attribute)));
    }

    @Nullable
    Integer integer(String attribute) {
        return integer(parse(element.hasAttribute(attribute) ? element.getAttribute(attribute) : null, 1));
    }

    private static @Nullable Integer integer(@Nullable Long value) {
        return value == null || value > Integer.MAX_VALUE ? null : (Integer) value.intValue();
    }

    /** An attribute times {@code factor}, for other units. */
    @Nullable
    Long number(String path, String attribute, long factor) {
        return at(path).map(found -> parse(found.attribute(attribute), factor)).orElse(null);
    }

    private @Nullable Long number(String path, java.util.function.Function<XmlElement, @Nullable String> value) {
        return at(path).map(found -> parse(value.apply(found), 1)).orElse(null);
    }

    /** An amount of memory, its unit an attribute; KiB without. */
    @Nullable
    Long bytes(String path) {
        return at(path).map(found -> found.bytesOf(found.text())).orElse(null);
    }

    /** The amount in this element's text or attribute by its own {@code unit}. */
    @Nullable
    Long bytesOf(@Nullable String amount) {
        String unit =
                element.hasAttribute("unit") ? element.getAttribute("unit").toLowerCase(Locale.ROOT) : "kib";
        long factor =
                switch (unit) {
                    case "b", "bytes" -> 1L;
                    case "kb" -> 1000L;
                    case "k", "kib" -> 1L << 10;
                    case "mb" -> 1_000_000L;
                    case "m", "mib" -> 1L << 20;
                    case "gb" -> 1_000_000_000L;
                    case "g", "gib" -> 1L << 30;
                    case "tb" -> 1_000_000_000_000L;
                    case "t", "tib" -> 1L << 40;
                    default -> 0L;
                };
        return factor == 0 ? null : parse(amount, factor);
    }

    private static @Nullable Long parse(@Nullable String text, long factor) {
        if (text == null || text.isEmpty() || text.length() > 19) return null;
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) return null;
            value = 10 * value + digit;
        }
        return value > Long.MAX_VALUE / factor ? null : (Long) (value * factor);
    }
}
