package io.loadmark.app.embedded;

import java.util.Base64;

/**
 * The npm package that holds ClickHouse as a shared library, pinned to one content. Its dist-tag {@code latest} is older.
 *
 * @param sha512 of the packed file, in Base64, as npm's {@code integrity} has it after {@code sha512-}
 * @param packedBytes size of the packed file, the most that is ever read of it
 * @param libraryBytes size of the library that is unpacked of it
 */
record EnginePackage(String name, String version, String sha512, long packedBytes, long libraryBytes) {
    static final String LIBRARY = "libchdb.so";

    static final EnginePackage PINNED = new EnginePackage(
            "@chdb/lib-linux-x64-gnu",
            "26.7.3-stable.1",
            "XP97mMqnc5tZpKQywR8N7cLTsHNiTmHr30pC5mzo3jWmukjKn2IBa60c2B/gWUNcuFjOMjWoorQICCqBVj5wpw==",
            177_817_999,
            566_330_096);

    String spec() {
        return name + "@" + version;
    }

    byte[] digest() {
        return Base64.getDecoder().decode(sha512);
    }

    /** Where the library lies in the packed file. */
    String entry() {
        return "package/" + LIBRARY;
    }
}
