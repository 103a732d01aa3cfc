package io.trajan.vassal.emperor;

import io.trajan.request.Fields;
import io.trajan.request.Request;
import io.trajan.request.RequestHandler;
import io.trajan.request.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Dictionary;
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
  private static final Said NOTHING = new Said("", 0);

  /** What is said; {@link #NOTHING} makes requests wait. */
  private record Said(String sentence, long retryAfterSeconds) {}

  private final BundleContext context;
  private final Map<String, Unavailable> handlers = new HashMap<>();
  private final Map<String, ServiceRegistration<RequestHandler>> services = new HashMap<>();

  PlaceholderServices(BundleContext context) {
    this.context = context;
  }

  @Override
  public void answer(String vassal, String sentence, long retryAfterSeconds) {
    say(vassal, new Said(sentence, retryAfterSeconds));
  }

  @Override
  public void hold(String vassal) {
    say(vassal, NOTHING);
  }

  private void say(String vassal, Said said) {
    Unavailable handler = handlers.computeIfAbsent(vassal, Unavailable::new);
    Said before = handler.said;
    handler.said = said;
    ServiceRegistration<RequestHandler> service = services.get(vassal);
    if (service == null) {
      services.put(vassal, register(vassal, handler));
    } else if (before.equals(NOTHING) && !said.equals(NOTHING)) {
      // Those that wait are asked again only when something changes.
      service.setProperties(properties(vassal));
    }
  }

  private ServiceRegistration<RequestHandler> register(String vassal, Unavailable handler) {
    return context.registerService(RequestHandler.class, handler, properties(vassal));
  }

  private static Dictionary<String, Object> properties(String vassal) {
    return FrameworkUtil.asDictionary(
        Map.of(
            RequestHandler.VASSAL,
            vassal,
            RequestHandler.GENERATION,
            -1L,
            Constants.SERVICE_RANKING,
            Integer.MIN_VALUE));
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

  /**
   * Says that the vassal is not available, and nothing that only operators should know; or makes
   * requests wait.
   */
  private static final class Unavailable implements RequestHandler {
    private final String vassal;
    volatile Said said = NOTHING;

    Unavailable(String vassal) {
      this.vassal = vassal;
    }

    @Override
    public boolean handle(Request request, Response response) {
      Said now = said;
      if (now.equals(NOTHING)) {
        return false;
      }
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
