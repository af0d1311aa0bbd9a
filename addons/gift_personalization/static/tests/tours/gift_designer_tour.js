import { registry } from "@web/core/registry";

const preview = ".o_gift_stage[data-surface=front] .o_gift_svg";

registry.category("web_tour.tours").add("gift_design_to_cart", {
    steps: () => [
        {
            content: "the cart is asked for too early",
            trigger: "#add_to_cart",
            run: "click",
        },
        {
            content: "the missing name is told beside its field, which has the focus",
            trigger: "#gift_name.is-invalid:focus",
        },
        { trigger: ".o_gift_summary:contains(Name: please fill this in.)" },
        {
            content: "a name is typed",
            trigger: "#gift_name",
            run: "edit Anna",
        },
        { trigger: `${preview} g[data-zone=name] path` },
        { trigger: ".o_gift_total:contains(13.00)" },
        {
            content: "the design goes into the cart",
            trigger: "#add_to_cart",
            run: "click",
        },
        {
            trigger: ".o_cart_notification, .toast a:contains(View cart), a:contains(View cart)",
            run() {
                window.location.href = "/shop/cart";
            },
            expectUnloadPage: true,
        },
        { trigger: "#cart_products:contains(Name: Anna) img.o_gift_line_picture" },
        {
            content: "the design is opened again",
            trigger: "#cart_products .o_gift_edit:visible",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "#gift_name:value(Anna)",
            run: "edit Paul",
        },
        {
            content: "and saved",
            trigger: ".o_gift_save",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "#cart_products:contains(Name: Paul)" },
    ],
});
