package io.trajan.itests.osgi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Builds small bundles while the test runs: Java sources, headers, component descriptions. */
final class SampleBundle {
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<Path> classPath = new ArrayList<>();

  SampleBundle(String name, String version) {
    headers.put("Manifest-Version", "1.0");
    headers.put("Bundle-ManifestVersion", "2");
    headers.put("Bundle-SymbolicName", name);
    headers.put("Bundle-Version", version);
  }

  SampleBundle header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  SampleBundle source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  SampleBundle file(String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  SampleBundle compiledAgainst(Path jar) {
    classPath.add(jar);
    return this;
  }

  /**
   * A component that notes its life in {@link Lives}.
   *
   * @param references elements of the component description
   */
  SampleBundle component(String className, String service, String references) {
    var path = "OSGI-INF/" + className + ".xml";
    headers.merge("Service-Component", path, (a, b) -> a + "," + b);
    headers.putIfAbsent(
        "Require-Capability",
        "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.3.0))\"");
    var offered =
        service.isEmpty() ? "" : "<service><provide interface='" + service + "'/></service>";
    return file(
        path,
        "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.3.0' name='%s' immediate='true'>"
                .formatted(className)
            + "<implementation class='"
            + className
            + "'/>"
            + offered
            + references
            + "</scr:component>");
  }

  /** Writes the jar elsewhere and moves it to its name, as everybody should. */
  Path write(Path jar) throws IOException {
    Files.createDirectories(jar.getParent());
    var half = jar.resolveSibling("." + jar.getFileName() + ".half");
    try (var out = Files.newOutputStream(half)) {
      write(out);
    }
    return Files.move(half, jar, StandardCopyOption.ATOMIC_MOVE);
  }

  byte[] bytes() throws IOException {
    var bytes = new ByteArrayOutputStream();
    write(bytes);
    return bytes.toByteArray();
  }

  private void write(OutputStream out) throws IOException {
    var manifest = new Manifest();
    headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
    try (var jar = new JarOutputStream(out, manifest)) {
      for (var entry : entries().entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
        jar.closeEntry();
      }
    }
  }

  private Map<String, byte[]> entries() throws IOException {
    var entries = new LinkedHashMap<>(files);
    if (!sources.isEmpty()) {
      compile().forEach((name, code) -> entries.put(name.replace('.', '/') + ".class", code));
    }
    return entries;
  }

  private Map<String, byte[]> compile() throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var messages = new java.io.StringWriter();
    try (var manager = new InMemory(compiler.getStandardFileManager(null, null, null))) {
      var units = new ArrayList<JavaFileObject>();
      sources.forEach((name, text) -> units.add(new Source(name, text)));
      var path = String.join(":", classPath.stream().map(Path::toString).toList());
      var options = List.of("-proc:none", "-cp", path.isEmpty() ? "." : path);
      if (!compiler.getTask(messages, manager, null, options, null, units).call()) {
        throw new IOException("a sample does not compile: " + messages);
      }
      return manager.classes();
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> outputs = new HashMap<>();

    InMemory(JavaFileManager manager) {
      super(manager);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, javax.tools.FileObject sibling) {
      var out = new ByteArrayOutputStream();
      outputs.put(name, out);
      return new SimpleJavaFileObject(URI.create("bytes:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          return out;
        }
      };
    }

    Map<String, byte[]> classes() {
      var classes = new HashMap<String, byte[]>();
      outputs.forEach((name, out) -> classes.put(name, out.toByteArray()));
      return classes;
    }
  }
}
