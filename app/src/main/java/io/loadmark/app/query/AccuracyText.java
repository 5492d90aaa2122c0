package io.loadmark.app.query;

import io.loadmark.app.terminal.TextTable;
import io.loadmark.app.terminal.TextTable.Column;
import io.loadmark.model.accuracy.LoadErrors;
import io.loadmark.model.accuracy.Verdicts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scores for a person and for a program. */
public final class AccuracyText {
    private static final List<Column> LOADS = List.of(
            new Column("load, by", false),
            new Column("minutes", true),
            new Column("mean error", true),
            new Column("median", true),
            new Column("bias", true));

    private static final List<Column> VERDICTS = List.of(
            new Column("SLA, by", false),
            new Column("minutes", true),
            new Column("right", true),
            new Column("kept below", true),
            new Column("broken below", true),
            new Column("kept beyond", true),
            new Column("broken beyond", true));

    private AccuracyText() {}

    /** For a terminal. */
    public static List<String> lines(Accuracy accuracy) {
        var scores = accuracy.scores();
        var lines = new ArrayList<String>();
        lines.add(String.format(
                Locale.ROOT,
                "%s within %s: %d curves asked, each about the %s after it",
                accuracy.service(),
                accuracy.sla(),
                accuracy.predictions(),
                minutes(accuracy.period().toMinutes())));
        lines.add("");
        var loads = new TextTable(LOADS);
        loads.add(row("the curve's law", scores.law()));
        loads.add(row("mean of a request", scores.ratio()));
        loads.add(row("as before", scores.persistence()));
        lines.addAll(loads.lines());
        lines.add("");
        var verdicts = new TextTable(VERDICTS);
        verdicts.add(row("the capacity", scores.capacity()));
        verdicts.add(row("outside its interval", scores.outsideInterval()));
        verdicts.add(row("85 % rule", scores.rule()));
        lines.addAll(verdicts.lines());
        if (scores.unknown() > 0) lines.add("  note: " + scores.unknown() + " minutes while no capacity was known");
        if (scores.tooFew() > 0) lines.add("  note: " + scores.tooFew() + " minutes of too few requests for the SLA");
        return lines;
    }

    private static String minutes(long count) {
        return count == 1 ? "minute" : count + " minutes";
    }

    private static List<String> row(String name, LoadErrors errors) {
        return List.of(
                name,
                Integer.toString(errors.slots()),
                percent("%.1f %%", errors.mean()),
                percent("%.1f %%", errors.median()),
                percent("%+.1f %%", errors.bias()));
    }

    private static List<String> row(String name, Verdicts verdicts) {
        return List.of(
                name,
                Integer.toString(verdicts.slots()),
                Integer.toString(verdicts.right()),
                Integer.toString(verdicts.keptBelow()),
                Integer.toString(verdicts.brokenBelow()),
                Integer.toString(verdicts.keptBeyond()),
                Integer.toString(verdicts.brokenBeyond()));
    }

    private static String percent(String format, @Nullable Double share) {
        return share == null ? "-" : String.format(Locale.ROOT, format, 100 * share);
    }

    /** For programs; errors are shares of what came. */
    public static Map<String, @Nullable Object> fields(Accuracy accuracy) {
        var scores = accuracy.scores();
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("service", accuracy.service().toString());
        fields.put("sla", accuracy.sla().toString());
        fields.put("periodSeconds", accuracy.period().toSeconds());
        fields.put("predictions", accuracy.predictions());
        fields.put("law", fields(scores.law()));
        fields.put("ratio", fields(scores.ratio()));
        fields.put("persistence", fields(scores.persistence()));
        fields.put("capacity", fields(scores.capacity()));
        fields.put("outsideInterval", fields(scores.outsideInterval()));
        fields.put("rule", fields(scores.rule()));
        fields.put("minutesWithoutCapacity", scores.unknown());
        fields.put("minutesOfTooFewRequests", scores.tooFew());
        return fields;
    }

    private static Map<String, @Nullable Object> fields(LoadErrors errors) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("minutes", errors.slots());
        fields.put("mean", errors.mean());
        fields.put("median", errors.median());
        fields.put("bias", errors.bias());
        return fields;
    }

    private static Map<String, @Nullable Object> fields(Verdicts verdicts) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("minutes", verdicts.slots());
        fields.put("right", verdicts.right());
        fields.put("keptBelow", verdicts.keptBelow());
        fields.put("brokenBelow", verdicts.brokenBelow());
        fields.put("keptBeyond", verdicts.keptBeyond());
        fields.put("brokenBeyond", verdicts.brokenBeyond());
        return fields;
    }
}
