package io.trajan.rack.adapter;

import io.trajan.request.RequestHandler;
import java.util.Dictionary;

/** Makes a handler known to dispatchers. */
@FunctionalInterface
interface Registrar {
  /** Registers it; what is returned takes it back. */
  Runnable register(RequestHandler handler, Dictionary<String, Object> properties);
}
