package io.loadmark.collector.process;

import io.loadmark.runtime.config.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The users of {@code /etc/passwd}: those of a directory service are known by their ids only. */
public final class Users {
    private static final int NAME = 0;
    private static final int ID = 2;

    private final Map<Long, String> names = new HashMap<>();
    private final Map<String, Long> ids = new HashMap<>();

    private Users() {}

    /** Reads them; none where the file can't be read. Lines that are no user are left out. */
    public static Users read(Path passwd) {
        var users = new Users();
        try (var lines = Files.lines(passwd, StandardCharsets.ISO_8859_1)) {
            lines.forEach(users::add);
        } catch (IOException absent) {
            return new Users();
        }
        return users;
    }

    private void add(String line) {
        String[] fields = line.split(":", -1);
        if (fields.length <= ID || !fields[ID].matches("\\d{1,10}")) return;
        long id = Long.parseLong(fields[ID]);
        names.putIfAbsent(id, fields[NAME]);
        ids.putIfAbsent(fields[NAME], id);
    }

    /** The user's name, where it is known. */
    public Optional<String> name(long id) {
        return Optional.ofNullable(names.get(id));
    }

    /** The ids of users who are named, or given by their ids. */
    Set<Long> ids(Collection<String> users) {
        return users.stream().map(this::id).collect(Collectors.toSet());
    }

    private Long id(String user) {
        var id = ids.get(user);
        if (id != null) return id;
        if (user.matches("\\d{1,10}")) return Long.valueOf(user);
        throw new ConfigException("collector.process.users: no user " + user + " in /etc/passwd; give the id");
    }
}
