package io.loadmark.app.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One setting that this machine has.
 *
 * @param id of the rule, for programs
 * @param evidence what was read and where, a file or command and its content
 * @param why what the setting does, as far as it is worth knowing here; promises nothing
 */
public record Finding(String id, Verdict verdict, String subject, List<String> evidence, String why) {

    /** Whether someone should look. */
    public enum Verdict {
        /** As one would expect. */
        @JsonProperty("ok")
        OK,
        /** Worth knowing, right or wrong depending on what runs here. */
        @JsonProperty("note")
        NOTE,
        /** Unusual where latency or density matters: decide whether it is meant. */
        @JsonProperty("check")
        CHECK
    }

    public Finding {
        evidence = List.copyOf(evidence);
    }

    static Finding of(String id, boolean unusual, String subject, List<String> evidence, String why) {
        return new Finding(id, unusual ? Verdict.CHECK : Verdict.OK, subject, evidence, why);
    }

    static Finding note(String id, String subject, List<String> evidence, String why) {
        return new Finding(id, Verdict.NOTE, subject, evidence, why);
    }
}
