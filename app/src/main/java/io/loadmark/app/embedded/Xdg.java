package io.loadmark.app.embedded;

import java.nio.file.Path;
import java.util.Map;

/** Where a user's files belong: the XDG Base Directory Specification, 0.8. */
final class Xdg {
    private Xdg() {}

    /** Our directory below that of {@code variable}, which counts only if absolute, as the specification demands. */
    static Path directory(Map<String, String> environment, String variable, String belowHome) {
        String configured = environment.getOrDefault(variable, "");
        Path base = configured.startsWith("/")
                ? Path.of(configured)
                : home(environment).resolve(belowHome);
        return base.resolve("loadmark");
    }

    private static Path home(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home") : home);
    }
}
