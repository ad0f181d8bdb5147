/** Names of programs that protect or watch a machine, as data. */

export const guardNames = /\b(?:falcon[\w-]*|crowdstrike|com\.crowdstrike\S*|sentinel\w*|sentinelone|cbagentd|carbonblack|clamav[\w-]*|clamd|mdatp|microsoft-defender|defender|windefend|wdavdaemon|osqueryd?|auditd|apparmor|selinux|fail2ban|wazuh[\w-]*|ossec|sysmon|elastic-agent|elastic-endpoint|falco|tetragon|santa|santad|jamf|kandji|littlesnitch|lulu|blockblock|edr|[\w-]*(?:guard|shield)d?|aide|tripwire|rkhunter|snort|suricata|crowdsec|sophos\S*|xprotect|amfid|gatekeeper)\b/i;

/** Programs whose business is to watch or hold back coding agents: those known by a name of their own, and by the words such names are made of. */
export const agentGuards = /^(?:[\w-]*command[-_]guard|[\w-]*safety[-_]?net[\w-]*|lasso|invariant|mcp-scan|snyk-agent-scan|srt|claudebox|sbx|[\w-]*agent[-_]?(?:guard|shield|firewall|sentinel|warden|jail|watch|monitor|policy|audit|safety|lens)[\w-]*|[\w-]*(?:guard|shield|sentinel|firewall|warden)[-_]?(?:agent|claude|codex|ai|llm|mcp)[\w-]*|(?:claude|codex|gemini|mcp|llm|ai)[-_](?:guard|shield|firewall|sentinel|warden|safety|gate|watch)[\w-]*)$/i;
