package io.loadmark.app.query;

import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.Capacity.Reason;
import io.loadmark.model.capacity.Capacity.Reason.Code;
import io.loadmark.model.capacity.OtherSize;
import io.loadmark.model.capacity.Sla;
import io.loadmark.model.curve.LoadQpsCurve;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an instance is sure to get of the CPU time when all its neighbours are busy. Cores of a guest are those of its whole machine,
 * in which the instance has as much as now; cores of a control group are the instance's own.
 *
 * @param cores absent when not known
 * @param of cores that it would have without neighbours; absent when not known
 * @param guest whether it runs in a guest
 * @param words where and when, or what is missing
 */
public record Guarantee(@Nullable Double cores, @Nullable Double of, boolean guest, String words) {
    private static final double SAME = 0.01;

    static Guarantee unknown(String missing) {
        return new Guarantee(null, null, false, missing);
    }

    /**
     * The capacity as the machine is, with what is known of how sure that is.
     *
     * @param machineCores of the guest, as it is or as it would be
     */
    Capacity sure(Capacity now, LoadQpsCurve curve, double machineCores) {
        if (!now.isKnown()) return now;
        if (cores == null) {
            boolean doubted =
                    now.reasons().stream().anyMatch(reason -> reason.code() == Code.ENTITLEMENT_NOT_GUARANTEED);
            return doubted
                    ? now.with(new Reason(
                            Code.ENTITLEMENT_NOT_GUARANTEED,
                            "no quota, and what neighbours leave is not known: " + words))
                    : now;
        }
        return isLess(cores, curve, machineCores)
                ? now.with(new Reason(Code.ENTITLEMENT_NOT_GUARANTEED, "sure are " + words))
                : now.without(Code.ENTITLEMENT_NOT_GUARANTEED);
    }

    /** The capacity with the cores that are sure, never above the one as the machine is; unknown when those are. */
    Capacity guaranteed(Capacity now, LoadQpsCurve curve, Sla sla, double machineCores) {
        if (!now.isKnown()) return now;
        if (cores == null) return now.unknown(new Reason(Code.INSUFFICIENT_DATA, words));
        var all = now.without(Code.ENTITLEMENT_NOT_GUARANTEED);
        if (!isLess(cores, curve, machineCores)) return all;
        if (cores <= 0) return now.unknown(new Reason(Code.INSUFFICIENT_DATA, "no CPU is sure: " + words));
        var less = guest ? OtherSize.estimate(curve, sla, cores) : OtherSize.limited(curve, sla, cores);
        Double most = now.qps();
        Double qps = less.qps();
        boolean above = most != null && qps != null && qps > most;
        return above ? all : less.without(Code.ENTITLEMENT_NOT_GUARANTEED);
    }

    private boolean isLess(double sure, LoadQpsCurve curve, double machineCores) {
        return sure < (1 - SAME) * (guest ? machineCores : curve.shape().entitlementCores());
    }

    /** For a terminal. */
    String line() {
        return cores == null ? "guaranteed: not known: " + words : "guaranteed: " + words;
    }

    /** For programs. */
    Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("cores", cores);
        fields.put("ofCores", of);
        fields.put("why", words);
        return fields;
    }

    /** Such as {@code 1.6}. */
    static String figure(double cores) {
        return String.format(Locale.ROOT, "%.2f", cores).replaceAll("\\.?0+$", "");
    }

    /** Such as {@code 1.6 of 4 vCPUs on kvm1 when its 12 neighbours are all busy}. */
    static String words(double cores, double of, String unit, String host, long neighbours, String neighbour) {
        String those = figure(cores) + " of " + figure(of) + " " + unit + " on " + host;
        if (neighbours == 0) return those + ", where it is alone";
        if (neighbours == 1) return those + " when its " + neighbour + " is busy too";
        return those + " when its " + neighbours + " " + neighbour + "s are all busy";
    }
}
