package io.loadmark.collector.kernel;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entity being read, file by file. A file that the kernel does not offer, or not to us, is absent: its fields are
 * null. A file that is there and can't be read, is malformed or incomplete is <em>missing</em>: its name is noted as well.
 * Nothing is thrown. For one thread.
 */
public final class Reading {
    private static final byte[] MAX = {'m', 'a', 'x'};

    private final KernelFiles files;
    private List<String> missing = new ArrayList<>(0);

    /** When a file that can't be had is absent rather than missing. */
    private enum Absent {
        NEVER,
        /** It can't be opened. */
        UNOPENED,
        /** Nor read: the kernel checks permission on some files only then. */
        UNREAD
    }

    public Reading(KernelFiles files) {
        this.files = files;
    }

    /** Starts with the next entity. */
    public Reading begin() {
        missing = new ArrayList<>(0);
        return this;
    }

    /** Names of missing files so far. */
    public List<String> missing() {
        return missing;
    }

    public void miss(String name) {
        if (!missing.contains(name)) missing.add(name);
    }

    /** What is made of a file. */
    @FunctionalInterface
    public interface Parser<T> {
        @Nullable
        T parse(Text text) throws MalformedFileException;
    }

    /** Parses a file that may be absent. */
    public <T> @Nullable T optional(Path directory, String name, Parser<T> parser) {
        return parse(directory, name, parser, Absent.UNOPENED);
    }

    /** Parses a file that may be absent and stays open. */
    public <T> @Nullable T optional(KeptFile file, Parser<T> parser) {
        return parse(file, parser, Absent.UNOPENED);
    }

    /** Parses a file that is missing when it is absent. */
    public <T> @Nullable T required(Path directory, String name, Parser<T> parser) {
        return parse(directory, name, parser, Absent.NEVER);
    }

    /** The only number of a file, or null where it says {@code max}. */
    public @Nullable Long number(Path directory, String name) {
        return optional(directory, name, Reading::numberOrMax);
    }

    /** The only number of a file that stays open. */
    public @Nullable Long number(KeptFile file) {
        return optional(file, Reading::numberOrMax);
    }

    private static @Nullable Long numberOrMax(Text text) throws MalformedFileException {
        if (!text.nextLine()) throw text.malformed("is empty");
        return text.skip(MAX) ? null : (Long) text.number();
    }

    /** Fills {@code numbers} from a file that may be absent; then they are all absent, and the answer is false. */
    public boolean numbers(Path directory, String name, KeyNumbers numbers) {
        return fill(directory, name, numbers, Absent.UNOPENED);
    }

    /** Fills {@code numbers} from a file that may be absent and stays open. */
    public boolean numbers(KeptFile file, KeyNumbers numbers) {
        return fill(file, numbers, Absent.UNOPENED);
    }

    /** Fills {@code numbers} from a file that stays open and is missing when it is absent. */
    public boolean requiredNumbers(KeptFile file, KeyNumbers numbers) {
        return fill(file, numbers, Absent.NEVER);
    }

    /** Fills {@code numbers} from a file that is missing when it is absent. */
    public boolean requiredNumbers(Path directory, String name, KeyNumbers numbers) {
        return fill(directory, name, numbers, Absent.NEVER);
    }

    /** Fills {@code numbers} from a file that we may not be permitted to read. */
    public boolean permittedNumbers(Path directory, String name, KeyNumbers numbers) {
        return fill(directory, name, numbers, Absent.UNREAD);
    }

    private boolean fill(Path directory, String name, KeyNumbers numbers, Absent absent) {
        numbers.clear();
        return isThere(parse(directory, name, numbers::parse, absent), name);
    }

    private boolean fill(KeptFile file, KeyNumbers numbers, Absent absent) {
        numbers.clear();
        return isThere(parse(file, numbers::parse, absent), name(file));
    }

    private boolean isThere(@Nullable Boolean sound, String name) {
        if (Boolean.FALSE.equals(sound)) miss(name);
        return sound != null;
    }

    private <T> @Nullable T parse(Path directory, String name, Parser<T> parser, Absent absent) {
        try {
            return parser.parse(files.read(directory.resolve(name)));
        } catch (IOException e) {
            failed(e, name, absent);
            return null;
        }
    }

    private <T> @Nullable T parse(KeptFile file, Parser<T> parser, Absent absent) {
        if (file.isAbsent() && absent == Absent.UNOPENED) return null;
        try {
            return parser.parse(files.read(file));
        } catch (IOException e) {
            failed(e, name(file), absent);
            return null;
        }
    }

    private void failed(IOException why, String name, Absent absent) {
        boolean excused;
        // Not there, not permitted, or switched off (EOPNOTSUPP, as pressure files are with psi=0).
        if (why instanceof FileSystemException) excused = absent != Absent.NEVER;
        else excused = absent == Absent.UNREAD && !(why instanceof MalformedFileException);
        if (!excused) miss(name);
    }

    private static String name(KeptFile file) {
        return file.file().getFileName().toString();
    }
}
