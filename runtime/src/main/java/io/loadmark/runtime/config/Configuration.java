package io.loadmark.runtime.config;

import static io.loadmark.runtime.config.ConfigException.check;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The effective configuration: {@code reference.yaml}, overlaid by a profile, the user's file and the environment.
 * A key that {@code reference.yaml} does not hold is an error, but for what stands below its empty maps. Sections are
 * read into records, whose constructors check ranges.
 */
public final class Configuration {
    private static final String REFERENCE = "reference.yaml";
    private static final String ENVIRONMENT = "LOADMARK_";
    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final ObjectMapper YAML = new ObjectMapper(
                    new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER))
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final ObjectNode reference;
    private final ObjectNode tree;

    private Configuration(ObjectNode reference, ObjectNode tree) {
        this.reference = reference;
        this.tree = tree;
    }

    /** Only the shipped defaults. */
    public static Configuration reference() {
        try (InputStream in = Configuration.class.getResourceAsStream(REFERENCE)) {
            var reference = (ObjectNode) YAML.readTree(Objects.requireNonNull(in, REFERENCE));
            return new Configuration(reference, reference);
        } catch (IOException e) {
            throw new ConfigException("the shipped " + REFERENCE + " can't be read", e);
        }
    }

    /** Overlays a file, which is named in errors. */
    public Configuration with(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            check(bytes.length <= MAX_FILE_BYTES, "%s is larger than 1 MiB; that is no configuration file", file);
            return with(
                    file.toString(),
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (NoSuchFileException e) {
            throw new ConfigException(file + " does not exist; name a configuration file with --config FILE", e);
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + " is no text in UTF-8", e);
        } catch (IOException e) {
            throw new ConfigException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    /** Overlays YAML text; {@code source} names it in errors. */
    public Configuration with(String source, String yaml) {
        JsonNode overlay = parse(source, yaml);
        if (overlay.isMissingNode() || overlay.isNull()) return this;
        if (overlay instanceof ObjectNode values) return with(source, values);
        throw new ConfigException(source + ": must hold keys and values");
    }

    /** Overlays {@code LOADMARK_SECTION__KEY=value} variables; the value is text where the default is, else YAML. */
    public Configuration with(Map<String, String> environment) {
        var result = this;
        for (var variable : new TreeMap<>(environment).entrySet()) {
            if (!variable.getKey().startsWith(ENVIRONMENT) || variable.getKey().startsWith("LOADMARK_JAVA")) continue;
            String name = variable.getKey().substring(ENVIRONMENT.length()).toLowerCase(Locale.ROOT);
            var path = Arrays.stream(name.split("__", -1))
                    .map(part -> part.replace('_', '-'))
                    .toList();
            result = result.withVariable("environment variable " + variable.getKey(), path, variable.getValue());
        }
        return result;
    }

    /** A password of digits or with a # in it must not be taken for YAML. */
    private Configuration withVariable(String source, List<String> path, String value) {
        return node(path).isTextual() ? with(source, path, value) : with(source, nested(path, parse(source, value)));
    }

    /** Sets one value, as a command-line option would. */
    public Configuration with(String source, List<String> path, String value) {
        return with(source, nested(path, TextNode.valueOf(value)));
    }

    private Configuration with(String source, ObjectNode values) {
        var merged = tree.deepCopy();
        new Overlay(source).apply(reference, merged, values);
        return new Configuration(reference, merged);
    }

    private static ObjectNode nested(List<String> path, JsonNode value) {
        var result = YAML.createObjectNode();
        if (path.size() == 1) return result.set(path.get(0), value);
        return result.set(path.get(0), nested(path.subList(1, path.size()), value));
    }

    private static JsonNode parse(String source, String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String message = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new ConfigException(
                    source + (at == null ? "" : " line " + at.getLineNr()) + ": is no YAML: " + message, e);
        }
    }

    /** Reads a section, such as {@code sink} or {@code collector.cgroup}, into its record. */
    public <T> T section(String name, Class<T> type) {
        JsonNode node = node(List.of(name.split("\\.", -1)));
        if (node.isMissingNode()) throw new IllegalArgumentException(REFERENCE + " has no section " + name);
        return SectionReader.read(name, node, type);
    }

    /**
     * Owner of everything that this process publishes; part of every key. Its form keeps it apart from the keys that
     * topologies use among themselves, which start with {@code ~}.
     */
    public String tenant() {
        String tenant = tree.path("tenant").asText();
        check(
                Tenant.isValid(tenant),
                "tenant must be 1 to 63 letters, digits, dots, dashes or underscores and start with a letter or digit,"
                        + " was \"%s\"",
                tenant);
        return tenant;
    }

    /** The effective configuration as YAML, secrets masked, for the log. */
    public String masked() {
        var copy = tree.deepCopy();
        Secrets.mask(copy);
        try {
            return YAML.writeValueAsString(copy);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode node(List<String> path) {
        JsonNode node = tree;
        for (String part : path) node = node.path(part);
        return node;
    }
}
