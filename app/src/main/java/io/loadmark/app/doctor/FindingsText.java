package io.loadmark.app.doctor;

import java.util.List;

/** Findings as aligned lines; advice stands below what it is about. */
public final class FindingsText {
    private FindingsText() {}

    public static String of(List<Finding> findings) {
        int name = findings.stream().mapToInt(f -> f.name().length()).max().orElse(0);
        var text = new StringBuilder();
        for (var finding : findings) {
            String head = String.format("%-7s  %-" + Math.max(name, 1) + "s  ", finding.status(), finding.name());
            text.append(head).append(finding.detail()).append('\n');
            if (!finding.advice().isEmpty()) {
                text.append(" ".repeat(head.length()))
                        .append("→ ")
                        .append(finding.advice())
                        .append('\n');
            }
        }
        return text.toString();
    }
}
