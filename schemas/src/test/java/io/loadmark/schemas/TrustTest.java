package io.loadmark.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.schema.HostSample;
import io.loadmark.schema.Stamp;
import io.loadmark.schema.Watermark;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Avro instantiates only classes that it was told to trust. */
class TrustTest {
    @ParameterizedTest
    @ValueSource(classes = {HostSample.class, Watermark.class})
    void everyRecordIsTrustedAsSoonAsItIsLoadedWhateverWasLoadedBefore(Class<? extends SpecificRecord> type)
            throws Exception {
        try (var nothingLoadedYet = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Class.forName(type.getName(), true, nothingLoadedYet);
            var validator = nothingLoadedYet.loadClass(ClassSecurityValidator.class.getName());
            var nested = nothingLoadedYet.loadClass(Stamp.class.getName());
            validator.getMethod("validate", Class.class).invoke(null, nested);
        }
    }

    @Test
    void nothingElseIsTrusted() {
        assertThat(new Watermark().getSchema().getName()).isEqualTo("Watermark");
        assertThat(ClassSecurityValidator.getGlobal().isTrusted(Watermark.class))
                .isTrue();
        assertThat(ClassSecurityValidator.getGlobal().isTrusted(ProcessBuilder.class))
                .isFalse();
        assertThat(ClassSecurityValidator.getGlobal().isTrusted(AvroCodec.class))
                .isFalse();
    }

    private static URL[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
                .map(Path::of)
                .map(TrustTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
