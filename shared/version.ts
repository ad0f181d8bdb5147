/** The product's name and version, as package.json has them; the build puts the version in. */

declare const __POSTFLIGHT_VERSION__: string;

export const productName = 'Postflight';
export const productVersion = __POSTFLIGHT_VERSION__;
