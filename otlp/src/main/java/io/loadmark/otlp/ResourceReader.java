package io.loadmark.otlp;

import static io.loadmark.otlp.Attribute.key;
import static io.loadmark.otlp.ProtoReader.LEN;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the resource of a ResourceSpans or ResourceMetrics, wherever it stands in the message: protobuf does not
 * promise an order, and some encoders write it last.
 */
final class ResourceReader {
    private static final int RESOURCE = 1 << 3 | LEN; // in ResourceSpans and ResourceMetrics
    private static final int ATTRIBUTES = 1 << 3 | LEN; // in Resource
    private static final byte[] SERVICE_NAMESPACE = key("service.namespace");
    private static final byte[] SERVICE_NAME = key("service.name");
    private static final byte[] SERVICE_VERSION = key("service.version");
    private static final byte[] SERVICE_INSTANCE_ID = key("service.instance.id");
    private static final byte[] HOST_ID = key("host.id");
    private static final byte[] HOST_NAME = key("host.name");
    private static final byte[] CONTAINER_ID = key("container.id");
    private static final byte[] PROCESS_PID = key("process.pid");

    private final Attribute attribute = new Attribute();
    private String serviceNamespace = "";
    private String serviceName = "";
    private String serviceVersion = "";
    private String serviceInstanceId = "";
    private String hostId = "";
    private String hostName = "";
    private String containerId = "";
    private @Nullable Long processPid;

    private ResourceReader() {}

    /** Reads a whole ResourceSpans or ResourceMetrics, steps over all but its resource. */
    static ResourceFields read(ProtoReader in) throws IOException {
        var reader = new ResourceReader();
        while (in.next()) {
            if (in.tag() == RESOURCE) reader.readResource(in);
            else in.skip();
        }
        return reader.fields();
    }

    private void readResource(ProtoReader in) throws IOException {
        int outer = in.enter();
        while (in.next()) {
            if (in.tag() == ATTRIBUTES) {
                attribute.read(in);
                keep();
            } else {
                in.skip();
            }
        }
        in.leave(outer);
    }

    private void keep() {
        if (attribute.is(SERVICE_NAME)) serviceName = text();
        else if (attribute.is(SERVICE_NAMESPACE)) serviceNamespace = text();
        else if (attribute.is(SERVICE_VERSION)) serviceVersion = text();
        else if (attribute.is(SERVICE_INSTANCE_ID)) serviceInstanceId = text();
        else if (attribute.is(HOST_ID)) hostId = text();
        else if (attribute.is(HOST_NAME)) hostName = text();
        else if (attribute.is(CONTAINER_ID)) containerId = text();
        else if (attribute.is(PROCESS_PID)) processPid = attribute.isNumber() ? attribute.number() : null;
    }

    private String text() {
        return attribute.text(ResourceFields.MAX_CHARS);
    }

    private ResourceFields fields() {
        return new ResourceFields(
                serviceNamespace,
                serviceName,
                serviceVersion,
                serviceInstanceId,
                hostId,
                hostName,
                containerId,
                processPid);
    }
}
