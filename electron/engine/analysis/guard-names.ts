/** Names of programs that protect or watch a machine, as data. */

export const guardNames = /\b(?:falcon[\w-]*|crowdstrike|com\.crowdstrike\S*|sentinel\w*|sentinelone|cbagentd|carbonblack|clamav[\w-]*|clamd|mdatp|microsoft-defender|defender|windefend|wdavdaemon|osqueryd?|auditd|apparmor|selinux|fail2ban|wazuh[\w-]*|ossec|sysmon|elastic-agent|elastic-endpoint|falco|tetragon|santa|santad|jamf|kandji|littlesnitch|lulu|blockblock|edr|[\w-]*(?:guard|shield)d?|aide|tripwire|rkhunter|snort|suricata|crowdsec|sophos\S*|xprotect|amfid|gatekeeper)\b/i;
