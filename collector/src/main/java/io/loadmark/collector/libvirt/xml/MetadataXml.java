package io.loadmark.collector.libvirt.xml;

import io.loadmark.schema.MetadataEntry;
import java.util.ArrayList;
import java.util.List;

/** The domain's metadata as names and values: what a cloud or a person wrote there, whatever its form. */
final class MetadataXml {
    private static final int MOST_ENTRIES = 64;
    private static final int LONGEST_VALUE = 256;
    private static final int LONGEST_NAME = 256;
    private static final int DEEPEST = 16;

    private final List<MetadataEntry> entries = new ArrayList<>();

    private MetadataXml() {}

    static List<MetadataEntry> readAll(XmlElement domain) {
        var metadata = new MetadataXml();
        domain.at("metadata").ifPresent(root -> root.children().forEach(child -> metadata.add("", child, 0)));
        return metadata.entries;
    }

    private void add(String parent, XmlElement element, int depth) {
        String name = parent + element.name();
        if (depth > DEEPEST || name.length() > LONGEST_NAME) return;
        var attributes = element.element().getAttributes();
        for (int i = 0; i < attributes.getLength() && entries.size() < MOST_ENTRIES; i++) {
            var attribute = attributes.item(i);
            boolean isNamespace = attribute.getNodeName().startsWith("xmlns");
            if (!isNamespace) entry(name + '@' + attribute.getNodeName(), attribute.getNodeValue());
        }
        var children = element.children();
        if (children.isEmpty()) entry(name, element.text());
        for (var child : children) add(name + '/', child, depth + 1);
    }

    private void entry(String name, String value) {
        if (value.isEmpty() || name.length() > LONGEST_NAME || entries.size() >= MOST_ENTRIES) return;
        String kept = value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE);
        entries.add(new MetadataEntry(name, kept));
    }
}
