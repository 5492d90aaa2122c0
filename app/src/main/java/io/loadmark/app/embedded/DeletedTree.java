package io.loadmark.app.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Deletes a directory with everything below it; follows no links. */
final class DeletedTree extends SimpleFileVisitor<Path> {
    private DeletedTree() {}

    static void of(@Nullable Path root) throws IOException {
        if (root != null && Files.exists(root)) Files.walkFileTree(root, new DeletedTree());
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.delete(file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException fault) throws IOException {
        if (fault != null) throw fault;
        Files.delete(directory);
        return FileVisitResult.CONTINUE;
    }
}
