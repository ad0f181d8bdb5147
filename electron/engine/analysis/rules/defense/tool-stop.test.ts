import { rule } from './tool-stop.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'setenforce 0',
    'systemctl stop falcon-sensor',
    'csrutil disable',
  ],
  quiet: [
    'getenforce',
    'systemctl stop myapp',
    'csrutil status',
  ],
});
