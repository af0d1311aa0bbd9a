import { waitUntil } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const EDITOR = ".o_gift_zone_editor";

/** Send pointer events to an element, from one point to another (px from its left top corner). */
function dragOn(element, from, to) {
    const box = element.getBoundingClientRect();
    const send = (target, type, [x, y]) =>
        target.dispatchEvent(
            new PointerEvent(type, {
                bubbles: true,
                cancelable: true,
                pointerId: 1,
                button: 0,
                clientX: box.left + x,
                clientY: box.top + y,
            })
        );
    send(element, "pointerdown", from);
    send(window, "pointermove", [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]);
    send(window, "pointermove", to);
    send(window, "pointerup", to);
}

/** A drawn mug, as a file that a person would choose. */
async function chooseMug(input) {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [600, 600];
    const context = canvas.getContext("2d");
    context.fillStyle = "#f3efe9";
    context.fillRect(0, 0, 600, 600);
    context.fillStyle = "#ffffff";
    context.fillRect(120, 120, 320, 360);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    const transfer = new DataTransfer();
    transfer.items.add(new File([blob], "mug.png", { type: "image/png" }));
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

registry.category("web_tour.tours").add("gift_zone_editor", {
    steps: () => [
        { content: "a new template", trigger: ".o_list_button_add", run: "click" },
        {
            content: "its name",
            trigger: ".o_field_widget[name=name] input",
            run: "edit Tour mug",
        },
        {
            content: "a surface",
            trigger: ".o_field_widget[name=surface_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "the name of the surface",
            trigger: ".o_field_widget[name=surface_ids] .o_selected_row [name=name] input",
            run: "edit Wrap",
        },
        {
            content: "its width",
            trigger: ".o_field_widget[name=surface_ids] .o_selected_row [name=width_mm] input",
            run: "edit 200",
        },
        {
            content: "its height",
            trigger: ".o_field_widget[name=surface_ids] .o_selected_row [name=height_mm] input",
            run: "edit 100",
        },
        ...stepUtils.saveForm(),
        {
            content: "the editor",
            trigger: ".o_data_row button[name=action_open_editor]",
            run: "click",
        },
        {
            content: "a picture of the blank mug",
            trigger: `${EDITOR} .o_gift_mockup_tabs input[type=file]:not(:visible)`,
            run: ({ anchor }) => chooseMug(anchor),
        },
        {
            content: "the area gets smaller by its corner",
            trigger: `${EDITOR} .o_gift_area [data-handle=se]`,
            run({ anchor }) {
                const frame = document.querySelector(".o_gift_area_frame");
                const side = frame.getBoundingClientRect().width;
                window.giftAreaWidth = side;
                dragOn(anchor, [8, 8], [8 - side / 4, 8 - side / 8]);
            },
        },
        {
            content: "the area has moved its corner and kept its proportions",
            trigger: `${EDITOR} .o_gift_area_frame`,
            run({ anchor }) {
                const box = anchor.getBoundingClientRect();
                if (Math.abs(box.width - 0.75 * window.giftAreaWidth) > 3) {
                    throw new Error(`The area is ${box.width} px wide.`);
                }
                if (Math.abs(box.width / box.height - 2) > 0.05) {
                    throw new Error("The area lost the proportions of the surface.");
                }
            },
        },
        { content: "the zones", trigger: `${EDITOR} [name=gift_mode_zones]`, run: "click" },
        { content: "a text", trigger: `${EDITOR} [name=gift_add_text]`, run: "click" },
        {
            content: "drawn with the pointer",
            trigger: `${EDITOR} .o_gift_stage.o_gift_drawing`,
            run({ anchor }) {
                const surface = anchor.querySelector(".o_gift_surface").getBoundingClientRect();
                const stage = anchor.getBoundingClientRect();
                const at = (x, y) => [
                    surface.left - stage.left + (x / 200) * surface.width,
                    surface.top - stage.top + (y / 100) * surface.height,
                ];
                dragOn(anchor, at(20, 30), at(120, 60));
            },
        },
        {
            content: "its numbers",
            trigger: `${EDITOR} [name=gift_zone_width]:value(100)`,
        },
        {
            content: "its label",
            trigger: `${EDITOR} [name=gift_zone_name]`,
            run: "edit First name && press Tab",
        },
        {
            content: "the engine draws a sample",
            trigger: `${EDITOR} .o_gift_samples svg path`,
        },
        {
            content: "it gets wider by its right side",
            trigger: `${EDITOR} .o_gift_handles [data-handle=e]`,
            run({ anchor }) {
                const surface = document.querySelector(".o_gift_surface").getBoundingClientRect();
                dragOn(anchor, [8, 8], [8 + (40 / 200) * surface.width, 8]);
            },
        },
        {
            content: "its new width",
            trigger: `${EDITOR} [name=gift_zone_width]:value(140)`,
        },
        {
            content: "half a millimetre to the right by the keyboard",
            trigger: `${EDITOR} .o_gift_zone`,
            run({ anchor }) {
                anchor.focus();
                anchor.dispatchEvent(
                    new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true })
                );
            },
        },
        {
            content: "its new place",
            trigger: `${EDITOR} [name=gift_zone_x]:value(20.5)`,
        },
        ...stepUtils.saveForm(),
        {
            content: "back to the template",
            trigger: ".o_field_widget[name=template_id] a",
            run: "click",
        },
        { content: "its products", trigger: ".nav-link[name=products]", run: "click" },
        {
            content: "a product is added",
            trigger: ".o_field_widget[name=product_tmpl_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "which is searched",
            trigger: ".modal .o_searchview_input",
            run: "edit Tour gift && press Enter",
        },
        {
            content: "and chosen",
            trigger: ".modal .o_data_row .o_data_cell:contains(Tour gift)",
            run: "click",
        },
        {
            content: "it is in the list",
            trigger: ".o_field_widget[name=product_tmpl_ids] .o_data_cell:contains(Tour gift)",
        },
        ...stepUtils.saveForm(),
    ],
});

registry.category("web_tour.tours").add("gift_zone_on_product_page", {
    steps: () => [
        {
            content: "the customer sees the field of the zone",
            trigger: ".o_gift_zone[data-zone=text] label:contains(First name)",
        },
        {
            content: "and fills it in",
            trigger: ".o_gift_zone[data-zone=text] input",
            run: "edit Anna",
        },
        {
            content: "the preview shows it on the mug",
            trigger: ".o_gift_stage[data-surface=wrap] .o_gift_svg [data-zone=text] path",
        },
    ],
});

/** Drag a handle of the shape by a part of the picture's sides; done when it is drawn there. */
async function dragHandle(name, across, down) {
    const find = () => document.querySelector(`.o_gift_shape_handle[data-handle=${name}]`);
    const picture = document.querySelector(".o_gift_stage image").getBoundingClientRect();
    const { left, top, width, height } = find().getBoundingClientRect();
    const [x, y] = [width / 2, height / 2];
    dragOn(find(), [x, y], [x + across * picture.width, y + down * picture.height]);
    // The next handle starts from the shape that the stage shows.
    await waitUntil(() => {
        const box = find().getBoundingClientRect();
        return Math.hypot(box.left - left, box.top - top) > 1;
    });
}

registry.category("web_tour.tours").add("gift_round_surface", {
    steps: () => [
        {
            content: "a picture of the blank mug",
            trigger: `${EDITOR} .o_gift_mockup_tabs input[type=file]:not(:visible)`,
            run: ({ anchor }) => chooseMug(anchor),
        },
        {
            content: "which is shown with the area in its middle: its corners start there",
            trigger: `${EDITOR} .o_gift_stage image`,
        },
        {
            content: "it is a mug",
            trigger: `${EDITOR} [name=gift_shape_kind]`,
            run: "select cylinder",
        },
        {
            content: "a corner goes to the left",
            trigger: `${EDITOR} .o_gift_shape_handle[data-handle=nw]`,
            run: () => dragHandle("nw", -0.05, 0.1),
        },
        {
            content: "the lower edge hangs lower",
            trigger: `${EDITOR} .o_gift_shape_handle[data-handle=bottom]`,
            run: () => dragHandle("bottom", 0, 0.05),
        },
        {
            content: "a sample is shown round",
            trigger: `${EDITOR} .o_gift_mapped polygon`,
        },
        { content: "the zones", trigger: `${EDITOR} [name=gift_mode_zones]`, run: "click" },
        {
            content: "lie on a flat sheet, with the mug beside it",
            trigger: `${EDITOR}:has(.o_gift_paper) .o_gift_result polygon`,
        },
        ...stepUtils.saveForm(),
    ],
});
