/**
 * The names of rows within rows that this version knows, as data: subtypes of `system`, types of attachments and of progress.
 * Another name is kept and shown all the same, and counted by its name. Knows no meaning.
 */

export const systemSubtypes: ReadonlySet<string> = new Set([
  ...['compact_boundary', 'microcompact_boundary', 'stop_hook_summary', 'turn_duration', 'api_error', 'local_command', 'away_summary', 'model_refusal_fallback'],
  ...['informational', 'scheduled_task_fire', 'model_fallback', 'memory_saved', 'permission_retry'],
  // Only in a saved stream.
  ...['init', 'permission_denied'],
]);

export const attachmentTypes: ReadonlySet<string> = new Set([
  ...['hook_success', 'hook_blocking_error', 'hook_non_blocking_error', 'hook_additional_context', 'hook_permission_decision', 'hook_cancelled'],
  ...['queued_command', 'file', 'edited_text_file', 'nested_memory', 'auto_mode', 'plan_mode', 'plan_mode_exit', 'command_permissions', 'environment', 'model', 'invoked_skills', 'task_status'],
  ...['sandbox_instructions', 'session_context', 'prompt_snapshot'],
]);

export const progressTypes: ReadonlySet<string> = new Set(['hook_progress', 'bash_progress', 'agent_progress', 'mcp_progress', 'query_update']);
