package io.trajan.config.files.schema;

import io.trajan.config.files.schema.Attribute.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.apache.felix.metatype.AD;
import org.apache.felix.metatype.Designate;
import org.apache.felix.metatype.MetaData;
import org.apache.felix.metatype.MetaDataReader;
import org.apache.felix.metatype.OCD;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reads the metatype documents of a bundle without resolving it. The metatype service would do for
 * names and types, but it keeps ranges to itself.
 *
 * @see <a href="https://docs.osgi.org/specification/osgi.cmpn/7.0.0/service.metatype.html">OSGi
 *     Compendium 105</a>
 */
final class MetatypeReader {
  private static final Logger LOG = LoggerFactory.getLogger(MetatypeReader.class);

  private MetatypeReader() {}

  /**
   * The schemas of a bundle; a document that cannot be read is logged and left out. A bundle that
   * is being updated may vanish under the reading; it is read again when it is back.
   */
  static List<Schema> read(Bundle bundle) {
    List<Schema> schemas = new ArrayList<>();
    try {
      for (String path : documents(bundle)) {
        read(bundle, path, schemas);
      }
    } catch (RuntimeException | LinkageError e) { // Felix, when the content of the bundle is gone
      complain(bundle, "its metatype", e);
    }
    return schemas;
  }

  private static void read(Bundle bundle, String path, List<Schema> schemas) {
    URL url = bundle.getEntry(path);
    if (url == null) {
      return;
    }
    try (InputStream in = url.openStream()) {
      schemas.addAll(schemas(new RawReader().parse(in), bundle));
    } catch (IOException e) {
      complain(bundle, path, e);
    }
  }

  private static void complain(Bundle bundle, String what, Throwable e) {
    boolean settled = (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0;
    LOG.atLevel(settled ? Level.WARN : Level.DEBUG).log("{} of {} cannot be read", what, bundle, e);
  }

  private static List<String> documents(Bundle bundle) {
    Enumeration<String> paths =
        bundle.getEntryPaths(MetaTypeService.METATYPE_DOCUMENTS_LOCATION + "/");
    return paths == null
        ? List.of()
        : Collections.list(paths).stream().filter(path -> path.endsWith(".xml")).toList();
  }

  private static List<Schema> schemas(@Nullable MetaData document, Bundle bundle) {
    List<Schema> schemas = new ArrayList<>();
    if (document == null || document.getDesignates() == null) {
      return schemas;
    }
    for (Object element : document.getDesignates()) {
      Designate designate = (Designate) element;
      Map<?, ?> definitions = document.getObjectClassDefinitions();
      String reference = designate.getObject() == null ? null : designate.getObject().getOcdRef();
      if (definitions != null && definitions.get(reference) instanceof OCD definition) {
        schemas.add(schema(designate, definition, bundle));
      }
    }
    return schemas;
  }

  private static Schema schema(Designate designate, OCD definition, Bundle bundle) {
    List<Attribute> attributes = new ArrayList<>();
    Map<?, ?> definitions = definition.getAttributeDefinitions();
    if (definitions != null) {
      definitions.values().forEach(ad -> attributes.add(attribute((RawAttribute) ad)));
    }
    String factoryPid = designate.getFactoryPid();
    boolean factory = factoryPid != null && !factoryPid.isEmpty();
    return new Schema(
        factory ? factoryPid : designate.getPid(),
        factory,
        String.valueOf(bundle.getSymbolicName()),
        orEmpty(definition.getName()),
        orEmpty(definition.getDescription()),
        attributes);
  }

  private static Attribute attribute(RawAttribute ad) {
    String[] options = ad.getOptionValues();
    int cardinality = ad.getCardinality();
    boolean many = cardinality != 0;
    int limit = cardinality == Integer.MIN_VALUE ? Integer.MAX_VALUE : Math.abs(cardinality);
    return new Attribute(
        ad.getID(),
        AttributeTypes.of(
            ad.getType(), ad.getMin(), ad.getMax(), options == null ? List.of() : List.of(options)),
        many,
        new Shape(AttributeTypes.element(ad.getType()), limit, cardinality < 0),
        ad.isRequired() && ad.written == null,
        ad.getType() == AttributeDefinition.PASSWORD || ad.getID().startsWith("."),
        defaults(ad.written, many),
        orEmpty(ad.getName()),
        orEmpty(ad.getDescription()));
  }

  private static List<String> defaults(@Nullable String written, boolean many) {
    if (written == null || (many && written.isEmpty())) {
      return List.of();
    }
    // A single default may hold commas, which only separate the values of several.
    return many ? List.of(AD.splitList(written)) : List.of(unescaped(written));
  }

  private static String unescaped(String written) {
    return written.replaceAll("\\\\([,\\\\ ])", "$1");
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /**
   * Felix drops a default that it holds to be no value, an empty text among them; we want what is
   * written.
   */
  private static final class RawAttribute extends AD {
    private @Nullable String written;

    @Override
    public void setDefaultValue(@Nullable String value) {
      written = value;
    }
  }

  private static final class RawReader extends MetaDataReader {
    @Override
    protected AD createAD() {
      return new RawAttribute();
    }
  }
}
