import { serviceFaults } from '../../account/cause.ts';
import { lookingAfter } from '../perform.ts';
import { delayAfter, type RetryRule, retryRules } from '../retry.ts';
import type { StepKind } from '../step.ts';
import { type Aws, picked } from './words.ts';

/**
 * The shell functions at the start of a script. Status 1 = a step was certainly not done; 2 = that is not known, or
 * AWS could not be asked.
 *
 * A write is in a loop. Each round reads the conditions of the step, asks `ready`, sends once, and calls `heard`, with the
 * answer in `SAID` and the status in `RC`; the loop ends when the reading shows the wanted state.
 */
export function prelude(): string {
  return `KEY_ARN='' LEFT='' FAILED='' FOUND='' SENT='' DOUBT=''
say() { printf '%s\\n' "$@" >&2; }
stop() { say "$@"; exit 1; }
leave() { say "$@"; LEFT=yes; }
unread() {
  [ -z "$FOUND" ] || say "$FOUND"
  say "$@"
  [ -z "$SENT$DOUBT" ] || { say 'Before that, this step was sent: it may have taken effect.'; exit 2; }
  case $FOUND in ${refusal}) exit 1 ;; esac
  exit 2
}
other_trails_go_on() {
  [ "$1" = 1 ] || exit "$1"
  FAILED=yes
}
begin() { TRIES=0 MOST=1 SENT='' DOUBT=''; }
ready() {
  if [ -n "$SENT" ]; then SENT=''; sleep ${secondsAfter(1)}; return 1; fi
  [ "$TRIES" -lt "$MOST" ] && return 0
  say 'AWS gave no certain answer: this step may have taken effect. Check before you run the script again.'
  exit 2
}
heard() {
  TRIES=$((TRIES + 1))
  if [ "$RC" = 0 ]; then SENT=yes MOST=${triesOf(withoutAnswer)}; return 0; fi
  say "$SAID"
  for RULE in "$@" ${rulesFor(undefined).join(' ')}
  do
    case $SAID in *"(\${RULE%:*})"*) again "\${RULE#*:}"; return 0 ;; esac
  done
  ! is_refusal || refused
  DOUBT=yes MOST=${triesOf(withoutAnswer)}
  pause
}
is_refusal() {
  case $SAID in
    ${faults}) return 1 ;;
    ${refusal}) return 0 ;;
  esac
  return 1
}
again() {
  MOST=$1
  [ "$TRIES" -lt "$MOST" ] || refused
  pause
}
refused() {
  [ -z "$DOUBT" ] || { say 'An earlier attempt got no answer: it may have taken effect.'; exit 2; }
  stop 'AWS refused this step.'
}
pause() {
  case $TRIES in ${[1, 2, 3].map(tries => `${tries}) WAIT=${secondsAfter(tries)} ;;`).join(' ')} *) WAIT=${secondsAfter(4)} ;; esac
  say "Trying again in $WAIT seconds."
  sleep "$WAIT"
}`;
}

/**
 * `tidy` prints a policy in the form in which `samePolicy` compares it: KMS may change its white space, and the order of lists of
 * texts. By bytes, since systems do not agree on what else is white space.
 */
export function policyFunction(): string {
  return `tidy() {
  LC_ALL=C tr -d '[:space:]' | LC_ALL=C awk '{
    ORS = ""
    while (match($0, /\\["[^][{}]*"\\]/)) {
      print substr($0, 1, RSTART)
      count = split(substr($0, RSTART + 2, RLENGTH - 4), text, /","/)
      for (at = 2; at <= count; at++)
        for (to = at; to > 1 && (text[to - 1] "") > (text[to] ""); to--) {
          one = text[to]; text[to] = text[to - 1]; text[to - 1] = one
        }
      for (at = 1; at <= count; at++) {
        if (at > 1) print ","
        print "\\"" text[at] "\\""
      }
      $0 = substr($0, RSTART + RLENGTH - 1)
    }
    print
  }'
}`;
}

/**
 * Functions for a plan that creates or finds a key. `find_key REGION DESCRIPTION` sets `KEY_ARN`; status 1 = there is no
 * such key, 2 = not every key could be read. If others can be read, a key that denies the caller is not one of the plan's.
 * `look_for_key` does it once; with the alias as a third word, keys that have other aliases alone are passed over: each costs a call.
 */
export function keyFunctions(aws: Aws): string {
  const region = '"$1"';
  const described = aws(
    'kms describe-key',
    region,
    '--key-id "$KEY"',
    picked('KeyMetadata.[Arn,KeyState,Description]'),
  );
  const named = picked("Aliases[?TargetKeyId].[AliasName,TargetKeyId][] | join(' ', @)");
  return `find_key() {
  for WAIT in ${lookingAfter.map(wait => wait / 1000).join(' ')}
  do
    sleep "$WAIT"
    look_for_key "$1" "$2" && return 0 || RC=$?
    [ "$RC" = 1 ] || return "$RC"
  done
  return 1
}
look_for_key() {
  KEYS=$(${aws('kms list-keys', region, picked("Keys[].KeyArn | join(' ', @)"))}) || return 2
  NAMED=''
  [ -z "\${3-}" ] || NAMED=$(${aws('kms list-aliases', region, named)}) || return 2
  NAMED=" $(printf '%s' "$NAMED" | tr '\n' ' ') "
  SEEN='' MISSED='' DENIED='' OTHER=''
  for KEY in $(printf '%s\n' "$KEYS")
  do
    case $KEY in arn:*) ;; *) MISSED=yes; continue ;; esac
    case $NAMED in
      *" \${3-} \${KEY##*/} "*) ;;
      *" \${KEY##*/} "*) OTHER=$KEY; continue ;;
    esac
    FOUND=$(${described} 2>&1) || {
      case $FOUND in *'(AccessDeniedException)'*) DENIED=yes ;; *) MISSED=yes ;; esac
      continue
    }
    case $FOUND in
      *"$KEY"?PendingDeletion?*|*"$KEY"?PendingReplicaDeletion?*) SEEN=yes ;;
      *"$KEY"?*?"$2") KEY_ARN=$KEY; return 0 ;;
      *"$KEY"?*) SEEN=yes ;;
      *) MISSED=yes ;;
    esac
  done
  if [ -n "$DENIED" ] && [ -z "$SEEN" ] && [ -n "$OTHER" ]
  then
    KEY=$OTHER
    case $(${described} || :) in *"$KEY"?*) SEEN=yes ;; esac
  fi
  [ -z "$MISSED" ] || return 2
  [ -n "$SEEN" ] || [ -z "$DENIED" ] || return 2
  return 1
}`;
}

/** What the run sends again, as words for `heard`: the name of the error, and how often it is sent in all. */
export function rulesFor(step: StepKind | undefined, fresh = false): string[] {
  return retryRules
    .filter(rule => (step ? rule.steps?.includes(step) : !rule.steps) && (!rule.fresh || fresh))
    .flatMap(rule =>
      (rule.errors ?? [])
        // No refusals: the effect of what they answer is not known.
        .filter(name => !serviceFaults.includes(name))
        .map(name => `${name}:${triesOf(rule)}`),
    );
}

/** How the AWS CLI says that AWS refused a call, as a pattern. A number in place of a name is the status of an answer that is not AWS's own. */
const refusal = "*'An error occurred ('*'Exception)'*";

/** KMS may say of an earlier try that the alias exists. */
const faults = [...serviceFaults, 'AlreadyExistsException'].map(name => `*'(${name})'*`).join('|');

const withoutAnswer = retryRules.find(({ errors }) => errors === undefined);

/** How often a write is sent in all: as often as the rule says, within its time. */
function triesOf(rule: RetryRule | undefined): number {
  let tries = 1;
  for (let waited = delayAfter(1); rule && tries < rule.attempts && waited <= rule.within; ) {
    tries++;
    waited += delayAfter(tries);
  }
  return tries;
}

function secondsAfter(tries: number): number {
  return delayAfter(tries) / 1000;
}
