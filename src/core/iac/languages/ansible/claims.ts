/**
 * Whether a text may be a playbook, a role's tasks or variables around them, that declares a trail or brings in tasks that do. A
 * plain search: nearly every text ends there.
 */
export function mayDeclareTrail(text: string): boolean {
  return namesTrail(text) || bringsInTasks(text);
}

/** A module of CloudTrail as a key, or behind `action:`. */
export function namesTrail(text: string): boolean {
  return /cloudtrail/.test(text) && module.test(text);
}

const module =
  /(?:^|[\s{,"'-])(?:(?:amazon|community)\.aws\.)?cloudtrail["']?\s*:|cloudtrail_trail|(?:action|module)["']?\s*:\s*["']?(?:(?:amazon|community)\.aws\.)?cloudtrail\b/;

/** Roles and files of tasks that a list item names. */
export function bringsInTasks(text: string): boolean {
  // Most texts do not hold the words, and that is known much sooner.
  return (callName.test(text) && callWord.test(text)) || (text.includes('roles') && namesRoles(text));
}

function namesRoles(text: string): boolean {
  return /^[ \t-]*roles\s*:/m.test(text) && /^[ \t-]*hosts\s*:/m.test(text);
}

const callName = /(?:include|import)_(?:role|tasks)|import_playbook|include\s*:/;

const callWord =
  /^[ \t-]*(?:ansible\.(?:builtin|legacy)\.)?(?:(?:include|import)_(?:role|tasks)|import_playbook|include)\s*:/m;
