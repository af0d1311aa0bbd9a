import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";
import { mappedStageOf } from "../js/mapped_stage";
import { clampPhoto, isInZone, movePhoto } from "./photo_place";

export const MAX_BYTES = 25 * 1024 * 1024;
const ACCEPTED = ["image/jpeg", "image/png", "image/webp"];
const ARROWS = { ArrowLeft: [-20, 0], ArrowRight: [20, 0], ArrowUp: [0, -20], ArrowDown: [0, 20] };

let uploads = Promise.resolve();

/** Returns the sentence that refuses a file before it is sent, or an empty string. */
export function getRefusal(file) {
    if (/\.(heic|heif)$/i.test(file.name) || /hei[cf]/.test(file.type)) {
        return _t(
            "This is an HEIC photo, which we cannot print from. On an iPhone, open Settings, Camera," +
                " Formats and choose “Most Compatible”, or send the photo to yourself by mail: that" +
                " makes a JPEG, which you can upload here."
        );
    }
    if (!ACCEPTED.includes(file.type)) {
        return _t("This is not a photo we can print. Please choose a JPEG, PNG or WebP file.");
    }
    if (file.size > MAX_BYTES) {
        return _t(
            "This photo is larger than 25 MB. Please choose a smaller one or save it as JPEG."
        );
    }
    return "";
}

/**
 * One photo field: upload with progress, then zoom, move and turn. The value is kept in a hidden
 * input; `gift-change` tells the designer that it changed.
 */
export class GiftPhoto extends Interaction {
    static selector = ".o_gift_photo";
    dynamicContent = {
        _root: { "t-on-gift-restore": () => this.showValue() },
        ".o_gift_file": { "t-on-change": this.onChoose },
        ".o_gift_drop": {
            "t-on-dragover.prevent": () => this.drop.classList.add("o_gift_is_over"),
            "t-on-dragleave": () => this.drop.classList.remove("o_gift_is_over"),
            "t-on-drop.prevent": this.onDrop,
        },
        ".o_gift_zoom": { "t-on-input": this.onZoom },
        ".o_gift_move": { "t-on-keydown": this.onKeydown },
        ".o_gift_move button": { "t-on-click": this.onMove },
        ".o_gift_rotate": { "t-on-click": this.onRotate },
        ".o_gift_brightness": { "t-on-input": this.onBrightness },
        ".o_gift_contrast": { "t-on-input": this.onContrast },
        ".o_gift_mono": { "t-on-change": this.onMono },
        ".o_gift_remove": { "t-on-click": this.onRemove },
    };

    setup() {
        this.page = this.el.closest("#product_detail_main");
        this.form = this.el.closest(".o_gift_designer");
        this.input = this.el.querySelector(".o_gift_photo_value");
        this.drop = this.el.querySelector(".o_gift_drop");
        const { x, y, width, height, rotation, fit } = this.input.dataset;
        this.zone = {
            x: parseInt(x) || 0,
            y: parseInt(y) || 0,
            width: parseInt(width),
            height: parseInt(height),
            rotation: parseFloat(rotation) || 0,
            fit,
        };
    }

    start() {
        const stages = this.page.querySelectorAll(".o_gift_stage");
        for (const stage of stages) {
            this.addListener(stage, "pointerdown", this.onGrab);
        }
        this.showValue();
        // A photo may have been chosen before this code was there; the field waits for it, busy.
        this.setBusy(false);
        const input = this.el.querySelector(".o_gift_file");
        this.take(input.files[0]);
        input.value = "";
    }

    // === VALUE === //

    get value() {
        return JSON.parse(this.input.value || "{}");
    }

    setValue(value, delay) {
        this.input.value = JSON.stringify(value.asset ? clampPhoto(value, this.zone) : {});
        this.showValue();
        this.el.dispatchEvent(new CustomEvent("gift-change", { detail: { delay } }));
    }

    showValue() {
        const { asset, zoom_permille: zoom, mono } = this.value;
        this.el.querySelector(".o_gift_crop").hidden = !asset;
        this.el.querySelector(".o_gift_choose").hidden = Boolean(asset);
        this.el.querySelector(".o_gift_replace").hidden = !asset;
        const thumb = this.el.querySelector(".o_gift_thumb");
        if (asset) {
            const url = `/gift/asset/${asset}/screen.jpg?key=${this.form.dataset.key}`;
            if (thumb.getAttribute("src") !== url) {
                thumb.setAttribute("src", url);
            }
            this.el.querySelector(".o_gift_zoom").value = zoom || 1000;
            const brightness = this.showLook("brightness");
            const contrast = this.showLook("contrast");
            this.el.querySelector(".o_gift_mono").checked = Boolean(mono);
            const grey = mono ? " grayscale(1)" : "";
            thumb.style.filter = `brightness(${brightness}) contrast(${contrast})${grey}`;
        }
    }

    /** Sets the slider of the brightness or the contrast and returns the factor. */
    showLook(name) {
        const permille = this.value[`${name}_permille`] || 1000;
        const slider = this.el.querySelector(`.o_gift_${name}`);
        // What a button raised it to may be more than is offered by hand.
        slider.max = Math.max(slider.max, permille);
        slider.value = permille;
        return permille / 1000;
    }

    say(message) {
        const el = this.el.querySelector(".o_gift_message");
        el.textContent = message;
        el.classList.toggle("o_gift_is_error", Boolean(message));
    }

    // === UPLOAD === //

    onChoose(ev) {
        this.take(ev.currentTarget.files[0]);
        ev.currentTarget.value = "";
    }

    onDrop(ev) {
        this.drop.classList.remove("o_gift_is_over");
        this.take(ev.dataTransfer.files[0]);
    }

    async take(file) {
        if (!file || this.el.getAttribute("aria-busy") === "true") {
            return;
        }
        const refusal = getRefusal(file);
        this.say(refusal);
        if (refusal) {
            return;
        }
        this.setBusy(true);
        // One after the other: the first photo opens the workspace that the others go into.
        uploads = uploads.then(() => this.send(file));
        const answer = await this.waitFor(uploads);
        this.setBusy(false);
        if (answer.error) {
            this.say(answer.error);
            return;
        }
        const { asset, width_px, height_px } = answer;
        this.setValue({ asset, width_px, height_px, zoom_permille: 1000 }, 0);
    }

    /** Sends the file and resolves with the server's answer; never rejects. */
    send(file) {
        const data = new FormData();
        data.append("csrf_token", odoo.csrf_token);
        data.append("product_id", this.page.querySelector("input.product_id").value);
        data.append("key", this.form.dataset.key || "");
        data.append("file", file);
        return new Promise((resolve) => {
            const request = new XMLHttpRequest();
            request.upload.addEventListener("progress", (ev) => {
                this.showProgress(ev.lengthComputable ? ev.loaded / ev.total : 0);
            });
            request.addEventListener("loadend", () => {
                const answer = this.readAnswer(request);
                this.form.dataset.key = answer.key || this.form.dataset.key;
                resolve(answer);
            });
            request.open("POST", "/gift/upload");
            request.send(data);
            this.registerCleanup(() => request.abort());
        });
    }

    readAnswer(request) {
        if (request.status === 413) {
            return { error: _t("This photo is too large. Please choose one of at most 25 MB.") };
        }
        try {
            return JSON.parse(request.responseText);
        } catch {
            return {
                error: _t(
                    "The photo could not be sent. Please check your connection, reload the page and" +
                        " try again."
                ),
            };
        }
    }

    setBusy(busy) {
        this.el.setAttribute("aria-busy", busy ? "true" : "false");
        this.el.querySelector(".o_gift_progress").hidden = !busy;
        this.showProgress(0);
    }

    showProgress(share) {
        const progress = this.el.querySelector(".o_gift_progress");
        const percent = Math.round(share * 100);
        progress.setAttribute("aria-valuenow", percent);
        progress.firstElementChild.style.width = `${percent}%`;
    }

    // === CROP === //

    onZoom(ev) {
        this.setValue({ ...this.value, zoom_permille: parseInt(ev.currentTarget.value) });
    }

    onMove(ev) {
        const { x, y } = ev.currentTarget.dataset;
        this.moveBy(parseInt(x), parseInt(y));
    }

    onKeydown(ev) {
        const step = ARROWS[ev.key];
        if (step) {
            ev.preventDefault();
            this.moveBy(...step);
        }
    }

    /** Moves the photo by permille of the zone's sides. */
    moveBy(x, y) {
        const value = this.value;
        this.setValue({
            ...value,
            offset_x_permille: (value.offset_x_permille || 0) + x,
            offset_y_permille: (value.offset_y_permille || 0) + y,
        });
    }

    onRotate() {
        const value = this.value;
        const rotation = ((value.rotation_mdeg || 0) + 90000) % 360000;
        this.setValue({ ...value, rotation_mdeg: rotation }, 0);
    }

    onBrightness(ev) {
        this.setValue({ ...this.value, brightness_permille: parseInt(ev.currentTarget.value) });
    }

    onContrast(ev) {
        this.setValue({ ...this.value, contrast_permille: parseInt(ev.currentTarget.value) });
    }

    onMono(ev) {
        this.setValue({ ...this.value, mono: ev.currentTarget.checked }, 0);
    }

    onRemove() {
        this.setValue({}, 0);
        this.say("");
        this.el.querySelector(".o_gift_file").focus();
    }

    // === DRAG ON THE PREVIEW === //

    onGrab(ev) {
        const pointOf = this.getPointOf(ev.currentTarget);
        const image = this.groupUnder(ev, pointOf)?.querySelector("image");
        if (!image || !this.value.asset) {
            return;
        }
        ev.preventDefault();
        this.grab = {
            image,
            pointOf,
            from: pointOf(ev),
            transform: image.getAttribute("transform") || "",
            start: this.value,
        };
        const stop = [
            this.addListener(window, "pointermove", this.onDrag),
            this.addListener(window, "pointerup", () => this.onRelease(stop)),
            this.addListener(window, "pointercancel", () => this.onRelease(stop)),
        ];
    }

    /** Returns what tells the point of an event on the surface of a stage, in its units. */
    getPointOf(stage) {
        const mapped = mappedStageOf(stage);
        if (mapped) {
            return (ev) => mapped.pointAt(ev);
        }
        const svg = stage.querySelector(".o_gift_svg > svg");
        const unit = svg ? svg.viewBox.baseVal.width / svg.getBoundingClientRect().width : 1;
        return ({ clientX, clientY }) => ({ x: clientX * unit, y: clientY * unit });
    }

    /** Returns the drawing of the photo if it was grabbed; round a cylinder only strips are hit. */
    groupUnder(ev, pointOf) {
        const own = `g[data-zone="${this.el.dataset.zone}"]`;
        if (!mappedStageOf(ev.currentTarget)) {
            return ev.target.closest(own);
        }
        const inside = isInZone(this.zone, pointOf(ev));
        return inside ? ev.currentTarget.querySelector(`.o_gift_svg ${own}`) : null;
    }

    onDrag(ev) {
        const { image, pointOf, from, transform, start } = this.grab;
        const point = pointOf(ev);
        const moved = movePhoto(start, this.zone, point.x - from.x, point.y - from.y);
        // The picture follows the finger at once; the server's drawing replaces it on release.
        const right =
            ((moved.offset_x_permille - (start.offset_x_permille || 0)) / 1000) * this.zone.width;
        const down =
            ((moved.offset_y_permille - (start.offset_y_permille || 0)) / 1000) * this.zone.height;
        const angle = (this.zone.rotation * Math.PI) / 180;
        const dx = right * Math.cos(angle) - down * Math.sin(angle);
        const dy = right * Math.sin(angle) + down * Math.cos(angle);
        image.setAttribute("transform", `translate(${dx} ${dy}) ${transform}`);
        this.input.value = JSON.stringify(moved);
    }

    onRelease(listeners) {
        listeners.forEach((remove) => remove());
        this.setValue(this.value, 0);
    }
}

registry.category("public.interactions").add("gift_personalization.photo", GiftPhoto);
