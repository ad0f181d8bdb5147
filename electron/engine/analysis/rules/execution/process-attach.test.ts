import { rule } from './process-attach.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'gdb -p 4567 -ex \'call (int)system("id")\' -batch',
    'reptyr 9876',
    'strace -f -p 1234',
  ],
  quiet: [
    'gdb ./app -batch -ex run -ex bt',
    'strace -f -e open ./app',
    'lldb ./app',
    'gdb --version; ls -la src',
  ],
});
