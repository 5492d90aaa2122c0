package io.loadmark.collector.libvirt.connection;

/**
 * What libvirt says of the work that it does on a domain.
 *
 * @param isRunning whether there is any
 * @param operation virDomainJobOperation
 * @param elapsedMillis for how long, milliseconds
 */
public record JobReport(boolean isRunning, int operation, long elapsedMillis) {
    public static final JobReport NONE = new JobReport(false, 0, 0);
}
