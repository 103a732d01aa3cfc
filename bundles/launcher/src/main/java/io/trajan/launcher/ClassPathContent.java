package io.trajan.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.connect.ConnectContent;

/** The entries of one jar of the class path; classes come from the application class loader. */
final class ClassPathContent implements ConnectContent {
  private final Path jar;
  private @Nullable ZipFile zip;

  ClassPathContent(Path jar) {
    this.jar = jar;
  }

  /** Empty: the framework reads the manifest, which is an entry like others. */
  @Override
  public Optional<Map<String, String>> getHeaders() {
    return Optional.empty();
  }

  @Override
  public Iterable<String> getEntries() throws IOException {
    return open(jar).stream().map(ZipEntry::getName).toList();
  }

  @Override
  public Optional<ConnectEntry> getEntry(String path) {
    try {
      var file = open(jar);
      return Optional.ofNullable(file.getEntry(path)).map(entry -> new Entry(file, entry));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + jar, e);
    }
  }

  @Override
  public Optional<ClassLoader> getClassLoader() {
    return Optional.ofNullable(ClassPathContent.class.getClassLoader());
  }

  @Override
  public synchronized void open() throws IOException {
    open(jar);
  }

  private synchronized ZipFile open(Path path) throws IOException {
    if (zip == null) {
      zip = new ZipFile(path.toFile());
    }
    return zip;
  }

  @Override
  public synchronized void close() throws IOException {
    if (zip != null) {
      zip.close();
      zip = null;
    }
  }

  private record Entry(ZipFile zip, ZipEntry entry) implements ConnectEntry {
    @Override
    public String getName() {
      return entry.getName();
    }

    @Override
    public long getContentLength() {
      return entry.getSize();
    }

    @Override
    public long getLastModified() {
      return entry.getTime();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return zip.getInputStream(entry);
    }
  }
}
