package io.loadmark.app.audit;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.helpers.DefaultHandler;

/**
 * A running domain, as libvirt's record of its status has it ({@code /run/libvirt/qemu/NAME.xml}, for root).
 *
 * @param file that it was read from
 */
record LiveDomain(String file, Element xml) {
    private static final int MOST_VCPUS = 4096;

    /** Every domain whose record can be read. */
    static List<LiveDomain> all(MachineFiles files) {
        var domains = new ArrayList<LiveDomain>();
        for (String name : files.names("/run/libvirt/qemu", ".+\\.xml")) {
            String file = "/run/libvirt/qemu/" + name;
            files.text(file).flatMap(text -> parse(file, text)).ifPresent(domains::add);
        }
        return domains;
    }

    static Optional<LiveDomain> parse(String file, String text) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler()); // throws, and prints nothing
            var document = builder.parse(new InputSource(new StringReader(text)));
            var domain =
                    elements(document.getElementsByTagName("domain")).stream().findFirst();
            return domain.map(xml -> new LiveDomain(file, xml));
        } catch (Exception malformed) {
            return Optional.empty();
        }
    }

    private static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }

    /** Elements of this name anywhere below, in order. */
    List<Element> all(String name) {
        return elements(xml.getElementsByTagName(name));
    }

    static Optional<Element> inside(Element element, String name) {
        return elements(element.getElementsByTagName(name)).stream().findFirst();
    }

    String name() {
        return all("name").stream().findFirst().map(Element::getTextContent).orElse("?");
    }

    /** vCPUs in use. */
    long vcpus() {
        return all("vcpu").stream()
                .filter(vcpu -> vcpu.getParentNode().equals(xml))
                .map(vcpu -> vcpu.hasAttribute("current") ? vcpu.getAttribute("current") : vcpu.getTextContent())
                .map(String::strip)
                .filter(count -> count.matches("\\d{1,4}"))
                .mapToLong(Long::parseLong)
                .map(count -> Math.min(count, MOST_VCPUS))
                .findFirst()
                .orElse(0);
    }
}
