package io.trajan.request.dispatch;

import io.trajan.config.codec.ConfigCheck;
import io.trajan.config.codec.Fault;
import io.trajan.config.codec.TypedConfig;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Refuses texts of the configuration that are no durations, words or formats. */
@Component(property = ConfigCheck.PID + "=" + RequestDispatch.PID)
public final class DispatchCheck implements ConfigCheck {
  @Override
  public List<Fault> check(TypedConfig config) {
    return config.refused(DispatchSettings.TEXTS);
  }
}
