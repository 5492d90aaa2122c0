package io.loadmark.collector.libvirt.xml;

/** A domain's XML is none, too large, or lacks what every domain has. */
public final class MalformedXmlException extends Exception {
    MalformedXmlException(String message) {
        super(message);
    }

    MalformedXmlException(String message, Throwable cause) {
        super(message, cause);
    }
}
