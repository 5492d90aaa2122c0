package io.loadmark.model.curve;

import java.util.List;

/** Curves that nobody learned, of what a test is about. */
public final class Curves {
    private Curves() {}

    /** A curve of so many windows, with a law, bands and the maxima that belong to them. */
    public static LoadQpsCurve of(
            long windows,
            Shape shape,
            UtilisationLaw law,
            List<LoadBin> bins,
            double maxUtilisation,
            double maxRequestsPerSecond) {
        return new LoadQpsCurve(
                "",
                0,
                0,
                windows,
                0,
                0,
                shape,
                law,
                bins,
                maxUtilisation,
                maxRequestsPerSecond,
                1,
                true,
                List.of(),
                List.of(),
                ChangePoint.NONE);
    }
}
