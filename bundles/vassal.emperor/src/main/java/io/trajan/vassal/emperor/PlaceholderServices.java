package io.trajan.vassal.emperor;

import io.trajan.request.Fields;
import io.trajan.request.Request;
import io.trajan.request.RequestHandler;
import io.trajan.request.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * Registers a handler of the lowest generation and ranking for each vassal that cannot answer: any
 * real one comes before it. Confined to the emperor's thread; the handlers run on the listeners'.
 */
final class PlaceholderServices implements Placeholders, AutoCloseable {
  private record Said(String sentence, long retryAfterSeconds) {}

  private final BundleContext context;
  private final Map<String, Unavailable> handlers = new HashMap<>();
  private final Map<String, ServiceRegistration<RequestHandler>> services = new HashMap<>();

  PlaceholderServices(BundleContext context) {
    this.context = context;
  }

  @Override
  public void answer(String vassal, String sentence, long retryAfterSeconds) {
    Unavailable handler = handlers.computeIfAbsent(vassal, Unavailable::new);
    handler.said = new Said(sentence, retryAfterSeconds);
    services.computeIfAbsent(vassal, name -> register(name, handler));
  }

  private ServiceRegistration<RequestHandler> register(String vassal, Unavailable handler) {
    Map<String, Object> properties =
        Map.of(
            RequestHandler.VASSAL,
            vassal,
            RequestHandler.GENERATION,
            -1L,
            Constants.SERVICE_RANKING,
            Integer.MIN_VALUE);
    return context.registerService(
        RequestHandler.class, handler, FrameworkUtil.asDictionary(properties));
  }

  @Override
  public void clear(String vassal) {
    handlers.remove(vassal);
    ServiceRegistration<RequestHandler> service = services.remove(vassal);
    if (service != null) {
      service.unregister();
    }
  }

  @Override
  public void close() {
    Map.copyOf(services).keySet().forEach(this::clear);
  }

  /** Says that the vassal is not available, and nothing that only operators should know. */
  private static final class Unavailable implements RequestHandler {
    private final String vassal;
    volatile Said said = new Said("is not running", 10);

    Unavailable(String vassal) {
      this.vassal = vassal;
    }

    @Override
    public boolean handle(Request request, Response response) {
      Said now = said;
      byte[] text = (vassal + " " + now.sentence() + ".\n").getBytes(StandardCharsets.UTF_8);
      Fields fields =
          Fields.of(
              "Content-Type",
              "text/plain; charset=utf-8",
              "Content-Length",
              Integer.toString(text.length),
              "Retry-After",
              Long.toString(now.retryAfterSeconds()),
              "Cache-Control",
              "no-store");
      response.send(503, fields, ByteBuffer.wrap(text));
      return true;
    }
  }
}
