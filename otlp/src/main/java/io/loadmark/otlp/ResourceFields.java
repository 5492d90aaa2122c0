package io.loadmark.otlp;

import org.jspecify.annotations.Nullable;

/**
 * The attributes of an OTLP resource that tell which instance of which service speaks, and where it runs. Attributes
 * that are not set, or not of their type, are empty; texts are cut after {@value #MAX_CHARS} characters.
 *
 * @param processPid {@code process.pid} as the process itself sees it, null when not set
 */
public record ResourceFields(
        String serviceNamespace,
        String serviceName,
        String serviceVersion,
        String serviceInstanceId,
        String hostId,
        String hostName,
        String containerId,
        @Nullable Long processPid) {

    static final int MAX_CHARS = 256;

    /** A resource that says nothing. */
    public static final ResourceFields NONE = new ResourceFields("", "", "", "", "", "", "", null);

    /**
     * Names the instance within its service: {@code service.instance.id}; where that is not set, {@code container.id},
     * else {@code host.id} and {@code process.pid}, else the service's name.
     */
    public String instance() {
        if (!serviceInstanceId.isEmpty()) return serviceInstanceId;
        if (!containerId.isEmpty()) return containerId;
        if (!hostId.isEmpty() && processPid != null) return hostId + ":" + processPid;
        return serviceName;
    }
}
