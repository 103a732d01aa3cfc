package io.trajan.config.files;

import io.trajan.config.codec.ConfigCheck;
import io.trajan.config.codec.Interpolation;
import io.trajan.config.codec.Sources;
import io.trajan.config.files.schema.Providers;
import io.trajan.config.files.schema.Schemas;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.apache.felix.framework.FrameworkFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * A framework with the real ConfigAdmin, a home with files, and bundles that say what they can be
 * told.
 */
final class House implements AutoCloseable {
  final Path home;
  final Path etc;
  final Schemas schemas;
  final Checks checks = new Checks();
  final Providers providers = new Providers();
  private final Framework framework;
  private final BundleContext context;
  private final Interpolation interpolation;

  House(Path home) throws Exception {
    this.home = home;
    this.etc = Files.createDirectories(home.resolve("etc"));
    Files.createDirectories(home.resolve("secrets"));
    Map<String, String> properties = new HashMap<>();
    properties.put(Constants.FRAMEWORK_STORAGE, home.resolve("data").toString());
    properties.put(
        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
        "org.osgi.service.cm;version=1.6.0,org.osgi.service.log;version=1.4.0,"
            + "org.osgi.service.coordinator;version=1.0.2,org.osgi.service.metatype;version=1.4.0");
    properties.put("felix.log.level", "1");
    this.framework = new FrameworkFactory().newFramework(properties);
    framework.start();
    this.context = framework.getBundleContext();
    Class<?> inside = Class.forName("org.apache.felix.cm.impl.ConfigurationAdminImpl");
    Bundle present = context.getBundle("configadmin");
    if (present == null) {
      context
          .installBundle(
              "configadmin",
              inside.getProtectionDomain().getCodeSource().getLocation().openStream())
          .start();
    }
    this.schemas = new Schemas(context::getBundles, providers::schemas);
    this.interpolation =
        Sources.standard(Map.of("PORT", "8081"), home.resolve("secrets"), name -> null);
  }

  ConfigurationAdmin admin() {
    return Objects.requireNonNull(
        context.getService(context.getServiceReference(ConfigurationAdmin.class)));
  }

  Checker checker() {
    return new Checker(schemas, interpolation, checks::of);
  }

  Folder folder() {
    return new Folder(etc);
  }

  /** An engine that has read everything. */
  Engine engine() throws IOException {
    schemas.refresh();
    Engine engine = new Engine(folder(), checker(), new Configurations(admin()));
    engine.start();
    return engine;
  }

  /** Writes a file and makes it look as if it had been lying there for a while. */
  Path write(String file, String content) throws IOException {
    Path path = Files.writeString(etc.resolve(file), content);
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(10)));
    return path;
  }

  @Nullable Dictionary<String, Object> values(String pid) throws Exception {
    return Configurations.inForce(admin(), pid);
  }

  @Nullable Object value(String pid, String key) throws Exception {
    Dictionary<String, Object> values = values(pid);
    return values == null ? null : values.get(key);
  }

  Configuration made(String pid, Map<String, Object> values) throws IOException {
    Configuration configuration = admin().getConfiguration(pid, "?");
    configuration.update(FrameworkUtil.asDictionary(values));
    return configuration;
  }

  void check(String pid, ConfigCheck check) {
    checks.add(check, Map.of(ConfigCheck.PID, pid));
  }

  /** Installs, without resolving it, a bundle whose metatype has the given definitions. */
  Bundle bundle(String name, String definitions) throws IOException, BundleException {
    return context.installBundle(name, jar(name, definitions));
  }

  static ByteArrayInputStream jar(String name, String definitions) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    manifest.getMainAttributes().putValue(Constants.BUNDLE_SYMBOLICNAME, name);
    manifest.getMainAttributes().putValue(Constants.IMPORT_PACKAGE, "not.there");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
      jar.putNextEntry(new ZipEntry("OSGI-INF/metatype/" + name + ".xml"));
      jar.write(metadata(definitions).getBytes(StandardCharsets.UTF_8));
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static String metadata(String definitions) {
    return "<?xml version='1.0' encoding='UTF-8'?>\n"
        + "<metatype:MetaData xmlns:metatype='http://www.osgi.org/xmlns/metatype/v1.2.0'>"
        + definitions
        + "</metatype:MetaData>";
  }

  /** One definition of a PID with attributes. */
  static String singleton(String pid, String... attributes) {
    return ocd(pid, List.of(attributes)) + "<Designate pid='" + pid + "'>" + object(pid);
  }

  /** One definition of a factory PID with attributes. */
  static String factory(String pid, String... attributes) {
    return ocd(pid, List.of(attributes))
        + "<Designate pid='"
        + pid
        + "' factoryPid='"
        + pid
        + "'>"
        + object(pid);
  }

  private static String ocd(String pid, List<String> attributes) {
    return "<OCD id='" + pid + "' name='" + pid + "'>" + String.join("", attributes) + "</OCD>";
  }

  private static String object(String pid) {
    return "<Object ocdref='" + pid + "'/></Designate>";
  }

  static String ad(String id, String type, String more) {
    return "<AD id='" + id + "' type='" + type + "' " + more + "/>";
  }

  BundleContext context() {
    return context;
  }

  @Override
  public void close() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }
}
