package io.loadmark.app.doctor;

/**
 * One thing looked at.
 *
 * @param detail what is there
 * @param advice what to do, empty where nothing is
 */
public record Finding(String name, Status status, String detail, String advice) {
    /** How well it serves. */
    public enum Status {
        OK("ok"),
        /** Works, with limits. */
        WARNING("warning"),
        /** A part of Loadmark can't work. */
        MISSING("missing");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static Finding ok(String name, String detail) {
        return new Finding(name, Status.OK, detail, "");
    }

    static Finding warning(String name, String detail, String advice) {
        return new Finding(name, Status.WARNING, detail, advice);
    }

    static Finding missing(String name, String detail, String advice) {
        return new Finding(name, Status.MISSING, detail, advice);
    }
}
