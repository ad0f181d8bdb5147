import { rule } from './scanner.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'nmap -sV 198.51.100.0/24',
    'hydra -l x -P y ssh://198.51.100.7',
    'dig axfr example.net @ns1.example.net',
  ],
  quiet: [
    'nmap --version',
    'nmap -p 80 localhost',
    'dig example.net',
  ],
});
