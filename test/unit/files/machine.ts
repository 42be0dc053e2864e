/** Windows has no pipes and devices among its files. */
export const hasDevices = process.platform !== 'win32';

/** Linux alone generates `/proc` and `/sys`, and takes names of any bytes. */
export const isLinux = process.platform === 'linux';
