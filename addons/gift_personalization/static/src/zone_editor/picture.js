import { useEffect, useState } from "@odoo/owl";

/**
 * Load a picture to know its size.
 *
 * @param {() => string} getUrl
 * @returns reactive `{url, width, height, failed}`; `url` is empty until the picture has arrived
 */
export function usePicture(getUrl) {
    const picture = useState({ url: "", width: 1, height: 1, failed: false });
    useEffect(
        (url) => {
            Object.assign(picture, { url: "", failed: false });
            const image = new Image();
            image.onload = () => {
                Object.assign(picture, {
                    url,
                    width: image.naturalWidth || 1,
                    height: image.naturalHeight || 1,
                });
            };
            image.onerror = () => {
                picture.failed = true;
            };
            if (url) {
                image.src = url;
            }
            return () => {
                image.onload = image.onerror = null;
            };
        },
        () => [getUrl()]
    );
    return picture;
}
