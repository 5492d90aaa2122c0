package io.loadmark.runtime.config;

import java.util.regex.Pattern;

/** What a tenant may be called, wherever the name comes from: it is part of every key. */
public final class Tenant {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private Tenant() {}

    /** Whether it is 1 to 63 letters, digits, dots, dashes or underscores and starts with a letter or digit. */
    public static boolean isValid(String name) {
        return FORM.matcher(name).matches();
    }
}
