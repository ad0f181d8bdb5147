import { rule } from './ci-path.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'echo /tmp/x >> "$GITHUB_PATH"',
    'printf "##vso[task.prependpath]/tmp/x\\n"',
    'echo \'OLLAMA_HOST=llm.example.net:11434\' >> .env',
  ],
  quiet: [
    'echo "##[section]Build"',
    'echo done >> "$GITHUB_STEP_SUMMARY"',
    'echo \'OLLAMA_HOST=localhost:11434\' >> .env',
  ],
});
