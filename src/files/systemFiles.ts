import { statfsSync } from 'node:fs';

/*
 * What a kernel generates on reading: `/proc`, `/sys` and the like. It claims to be regular files, but may have no end, may
 * contain secrets of processes, and is never infrastructure code.
 *
 * Linux names the type of each file system, so these are known wherever they are mounted. `/dev` shares its type with
 * `/tmp` and is known by its path; `/dev/shm` below it is a place for files.
 */

/** Magic numbers of file systems (Linux, include/uapi/linux/magic.h). */
const generatedTypes: ReadonlySet<number> = new Set([
  0x9fa0, // proc
  0x62656572, // sysfs
  0x1cd1, // devpts
  0x27e0eb, // cgroup
  0x63677270, // cgroup2
  0x64626720, // debugfs
  0x74726163, // tracefs
  0x73636673, // securityfs
  0x62656570, // configfs
  0xf97cff8c, // selinuxfs
  0x6e736673, // nsfs
  0xcafe4a11, // bpf
  0x6165676c, // pstore
  0xde5e81e4, // efivarfs
  0x42494e4d, // binfmt_misc
  0x65735543, // fusectl
]);

/** Devices that hold files. Only these are remembered: the number of a generated file system may be given to another one later. */
const disks = new Set<number>();

/** Whether a file or folder is in a generated file system. `device` comes from `stat`. */
export function isGenerated(path: string, device: number): boolean {
  if (process.platform !== 'linux' || disks.has(device)) {
    return false;
  }
  const isGeneratedHere = generatedTypes.has(statfsSync(path).type >>> 0);
  if (!isGeneratedHere) {
    disks.add(device);
  }
  return isGeneratedHere;
}

/** Whether a folder, by its address without symbolic links, is or is in one of the system's own. */
export function isSystemFolder(real: string): boolean {
  return process.platform !== 'win32' && /^\/(?:proc|sys|dev(?!\/shm(?:\/|$)))(?:\/|$)/.test(real);
}
