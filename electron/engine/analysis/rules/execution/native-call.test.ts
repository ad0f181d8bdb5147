import { rule } from './native-call.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'python3 -c \'import os; os.setuid(0); os.system("/bin/sh")\'',
    'python3 -c "import ctypes; ctypes.CDLL(None).system(b\'id\')"',
  ],
  quiet: [
    'python3 -c \'import os; print(os.getuid())\'',
    'node -e "console.log(process.getuid())"',
    'perl -e \'print $>\'',
  ],
});
