import { addSsoAccounts, removeSsoAccount } from './addSsoAccounts.ts';
import { arrange } from './arrange.ts';
import { cancelRefresh } from './cancelRefresh.ts';
import { changeKmsKey } from './changeKmsKey.ts';
import { chooseProfiles } from './chooseProfiles.ts';
import { chooseRegions } from './chooseRegions.ts';
import type { Command } from './context.ts';
import { copyArn, copyName } from './copy.ts';
import { copyAsCli } from './copyAsCli.ts';
import {
  copyAddress,
  enableOnLiveTrail,
  excludeFile,
  fixDeclaredTrail,
  ignoreDeclaredTrail,
  showLiveTrail,
} from './declaredTrail.ts';
import { enableSseKms } from './enableSseKms.ts';
import { exportReport } from './exportReport.ts';
import { showAll, showNeedingAttention } from './filter.ts';
import { fixAllFindings } from './fixAllFindings.ts';
import { goToDeclaration } from './goToDeclaration.ts';
import { openConfiguration } from './openConfiguration.ts';
import { openInConsole } from './openInConsole.ts';
import { openRecordedTrail, showOrganization } from './openRecordedTrail.ts';
import { refresh } from './refresh.ts';
import { cancelKeyDeletion, enableKey, startLogging } from './repair.ts';
import { restoreEncryption } from './restoreEncryption.ts';
import { scanWorkspace } from './scanWorkspace.ts';
import { showAsJson } from './showAsJson.ts';
import { showHistory } from './showHistory.ts';
import { showLog } from './showLog.ts';
import { showTrailsUnderKey } from './showTrailsUnderKey.ts';
import { signIn } from './signIn.ts';
import { inTrustedWorkspace } from './trusted.ts';

/** They read or change accounts. */
const ofAccounts: readonly Command[] = [
  refresh,
  chooseProfiles,
  chooseRegions,
  signIn,
  openConfiguration,
  copyArn,
  copyName,
  openInConsole,
  showAsJson,
  exportReport,
  enableSseKms,
  changeKmsKey,
  restoreEncryption,
  copyAsCli,
  enableKey,
  cancelKeyDeletion,
  startLogging,
  showTrailsUnderKey,
  openRecordedTrail,
  showOrganization,
  addSsoAccounts,
  removeSsoAccount,
  showLiveTrail,
  enableOnLiveTrail,
];

const others: readonly Command[] = [
  cancelRefresh,
  showNeedingAttention,
  showAll,
  ...arrange,
  showLog,
  scanWorkspace,
  fixAllFindings,
  goToDeclaration,
  showHistory,
  fixDeclaredTrail,
  ignoreDeclaredTrail,
  copyAddress,
  excludeFile,
];

/** Every command: loaded when the first one is called. */
export const commandList: readonly Command[] = [...ofAccounts.map(inTrustedWorkspace), ...others];

export { runScan } from './scanWorkspace.ts';
