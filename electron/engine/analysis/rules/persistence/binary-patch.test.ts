import { rule } from './binary-patch.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'patchelf --set-rpath /tmp/x bin/app',
    'install_name_tool -add_rpath /tmp/x app',
  ],
  quiet: [
    'patchelf --print-rpath bin/app',
    'readelf -d bin/app',
  ],
});
