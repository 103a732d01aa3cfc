package io.trajan.config.files.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.metatype.MetaTypeProvider;

/** The registered {@link MetaTypeProvider}s. Any thread. */
public final class Providers {
  private final Map<MetaTypeProvider, Offer> offers = new ConcurrentHashMap<>();

  private record Offer(List<String> pids, List<String> factoryPids) {}

  /** Knows none yet. */
  public Providers() {}

  /** A provider came, or changed. */
  public void add(MetaTypeProvider provider, Map<String, Object> properties) {
    offers.put(
        provider,
        new Offer(
            texts(properties.get(MetaTypeProvider.METATYPE_PID)),
            texts(properties.get(MetaTypeProvider.METATYPE_FACTORY_PID))));
  }

  /** A provider went. */
  public void remove(MetaTypeProvider provider) {
    offers.remove(provider);
  }

  /** What all of them say now. */
  public Collection<Schema> schemas() {
    List<Schema> schemas = new ArrayList<>();
    offers.forEach(
        (provider, offer) -> {
          offer.pids().forEach(pid -> add(schemas, provider, pid, false));
          offer.factoryPids().forEach(pid -> add(schemas, provider, pid, true));
        });
    return schemas;
  }

  private static void add(
      List<Schema> schemas, MetaTypeProvider provider, String pid, boolean factory) {
    Schema schema =
        ProviderReader.read(provider, pid, factory, provider.getClass().getPackageName());
    if (schema != null) {
      schemas.add(schema);
    }
  }

  private static List<String> texts(@Nullable Object property) {
    if (property instanceof String text) {
      return List.of(text);
    }
    return property instanceof String[] several ? List.of(several) : List.of();
  }
}
