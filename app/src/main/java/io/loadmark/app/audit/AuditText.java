package io.loadmark.app.audit;

import io.loadmark.app.terminal.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Findings as lines: those to check first, each with its evidence and the reason to look. */
public final class AuditText {
    private AuditText() {}

    /** All of them; reasons only where something is to be looked at or known. */
    public static List<String> lines(List<Finding> findings) {
        var lines = new ArrayList<String>();
        for (var verdict : List.of(Finding.Verdict.CHECK, Finding.Verdict.NOTE, Finding.Verdict.OK)) {
            for (var finding : findings) if (finding.verdict() == verdict) add(finding, lines);
        }
        if (lines.isEmpty()) lines.add("nothing can be read here");
        return lines;
    }

    private static void add(Finding finding, List<String> lines) {
        String verdict = finding.verdict().name().toLowerCase(Locale.ROOT);
        lines.add(String.format("%-5s  %s", verdict, Units.plain(finding.subject())));
        for (String one : finding.evidence()) lines.add("       " + Units.plain(one));
        if (finding.verdict() != Finding.Verdict.OK) lines.add("       → " + finding.why());
    }
}
