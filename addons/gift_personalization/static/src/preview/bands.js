/** Pictures of bands by the addresses of their drawings; the drawing itself where there is none. */
const pictures = new Map();

/**
 * Lets the materials below an element take their bands (threads, sheen) from pictures. Bands come
 * as drawings, which a filter draws anew for each strip of a round surface, with every key.
 */
export function keepBands(root) {
    for (const image of root.querySelectorAll(".o_gift_material feImage[href^='data:image/svg']")) {
        keep(image);
    }
}

async function keep(image) {
    const drawing = image.getAttribute("href");
    if (!pictures.has(drawing)) {
        pictures.set(
            drawing,
            drawOnce(drawing).catch(() => drawing)
        );
    }
    const picture = await pictures.get(drawing);
    if (image.getAttribute("href") !== picture) {
        image.setAttribute("href", picture);
    }
}

/** Returns the address of a picture of a drawing, in the size that the drawing has. */
async function drawOnce(drawing) {
    const image = new Image();
    image.src = drawing;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext("2d").drawImage(image, 0, 0);
    const picture = URL.createObjectURL(await new Promise((done) => canvas.toBlob(done)));
    image.src = picture;
    await image.decode(); // no frame without bands
    return picture;
}
