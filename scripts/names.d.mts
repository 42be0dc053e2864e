export declare const measurements: readonly string[];
export declare const campaigns: readonly string[];
export declare const pictures: readonly string[];
