package io.loadmark.app.demo.load;

/** What became of a request. */
enum Outcome {
    /** Answered with 2xx. */
    SERVED,
    /** Answered with 429 or 503. */
    REFUSED,
    /** Answered otherwise, or not at all because the connection broke. */
    FAILED;

    static Outcome of(int status) {
        if (status >= 200 && status < 300) return SERVED;
        return status == 429 || status == 503 ? REFUSED : FAILED;
    }
}
