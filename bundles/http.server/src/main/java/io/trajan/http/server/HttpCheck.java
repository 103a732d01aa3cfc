package io.trajan.http.server;

import io.trajan.config.codec.ConfigCheck;
import io.trajan.config.codec.Fault;
import io.trajan.config.codec.TypedConfig;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Refuses texts of the configuration that cannot be sent as they are. */
@Component(property = ConfigCheck.PID + "=" + HttpConfig.PID)
public final class HttpCheck implements ConfigCheck {
  @Override
  public List<Fault> check(TypedConfig config) {
    return config.refused(HttpSettings.TEXTS);
  }
}
