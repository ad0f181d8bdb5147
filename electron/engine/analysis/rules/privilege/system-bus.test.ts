import { rule } from './system-bus.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'busctl call org.freedesktop.systemd1 /x org.freedesktop.systemd1.Manager StopUnit ss a b',
    'gdbus call --system -d org.freedesktop.PackageKit -o /x -m org.freedesktop.PackageKit.InstallPackages',
  ],
  quiet: [
    'busctl list',
    'dbus-send --session --print-reply --dest=org.freedesktop.Notifications /x org.x.GetCapabilities',
  ],
});
