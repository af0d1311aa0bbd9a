"""Materials, all procedural: no picture from elsewhere is used."""

import bpy
from studio import linear


def principled(name, color='#ffffff', **inputs):
    """Return ``(material, nodes, links, principled node)``."""
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    node = nodes['Principled BSDF']
    node.inputs['Base Color'].default_value = linear(color)
    for key, value in inputs.items():
        node.inputs[key.replace('_', ' ').title().replace('Ior', 'IOR')].default_value = value
    return material, nodes, links, node


def _texture(
    nodes, links, kind, scale, *, coords='Object', stretch=(1, 1, 1), rotation=(0, 0, 0), **inputs
):
    where = nodes.new('ShaderNodeTexCoord')
    mapping = nodes.new('ShaderNodeMapping')
    mapping.inputs['Scale'].default_value = stretch
    mapping.inputs['Rotation'].default_value = rotation
    links.new(where.outputs[coords], mapping.inputs['Vector'])
    texture = nodes.new(kind)
    texture.inputs['Scale'].default_value = scale
    for key, value in inputs.items():
        texture.inputs[key.replace('_', ' ').title()].default_value = value
    links.new(mapping.outputs['Vector'], texture.inputs['Vector'])
    return texture


def _bump(nodes, links, node, height, strength, distance):
    bump = nodes.new('ShaderNodeBump')
    bump.inputs['Strength'].default_value = strength
    bump.inputs['Distance'].default_value = distance
    links.new(height, bump.inputs['Height'])
    previous = node.inputs['Normal'].links
    if previous:
        links.new(previous[0].from_socket, bump.inputs['Normal'])
    links.new(bump.outputs['Normal'], node.inputs['Normal'])


def _ramp(nodes, links, factor, stops):
    ramp = nodes.new('ShaderNodeValToRGB')
    elements = ramp.color_ramp.elements
    while len(elements) < len(stops):
        elements.new(0.5)
    for element, (position, color) in zip(elements, stops, strict=True):
        element.position, element.color = position, linear(color)
    links.new(factor, ramp.inputs['Fac'])
    return ramp


def _mix(nodes, links, factor, a, b, mode='MIX'):
    mix = nodes.new('ShaderNodeMix')
    mix.data_type, mix.blend_type = 'RGBA', mode
    for socket, value in ((mix.inputs['Factor'], factor), (mix.inputs[6], a), (mix.inputs[7], b)):
        if isinstance(value, (int, float)):
            socket.default_value = value
        elif isinstance(value, str):
            socket.default_value = linear(value)
        else:
            links.new(value, socket)
    return mix.outputs[2]


def recolor(material, color):
    """Give a one-colour material another colour."""
    material.node_tree.nodes['Principled BSDF'].inputs['Base Color'].default_value = linear(color)


def ceramic(color='#f7f5f1'):
    material, *_rest = principled(
        'ceramic', color, roughness=0.16, coat_weight=0.5, coat_roughness=0.05
    )
    return material


def coated(color):
    """Powder-coated steel: matt with a fine grain."""
    material, nodes, links, node = principled('coated', color, roughness=0.48)
    grain = _texture(nodes, links, 'ShaderNodeTexNoise', 160, detail=2.0)
    _bump(nodes, links, node, grain.outputs[0], 0.12, 0.01)
    return material


def metal(color, roughness=0.2, *, brushed=None):
    """Polished or (``brushed`` = stretch of the grain) brushed metal."""
    material, nodes, links, node = principled('metal', color, metallic=1.0, roughness=roughness)
    if brushed:
        grain = _texture(nodes, links, 'ShaderNodeTexNoise', 6, stretch=brushed, detail=6.0)
        _bump(nodes, links, node, grain.outputs[0], 0.06, 0.02)
        ramp = _ramp(nodes, links, grain.outputs[0], [(0.3, '#5a5a5a'), (0.7, '#8a8a8a')])
        links.new(ramp.outputs['Color'], node.inputs['Roughness'])
    return material


WOODS = {
    'oak': ('#a9773f', '#c9985c', '#d9b07a', '#8a5c2c'),
    'walnut': ('#3d2616', '#5a3922', '#70492d', '#2a190e'),
    'birch': ('#d3b48a', '#e2c9a2', '#ecd8b6', '#b8946a'),
}


def wood(kind, *, along='x', scale=1.0):
    """Planed and oiled wood whose grain runs along an axis."""
    dark, middle, light, pore = WOODS[kind]
    material, nodes, links, node = principled('wood', middle, roughness=0.46)
    stretch = {'x': (0.16, 1, 1), 'y': (1, 0.16, 1), 'z': (1, 1, 0.16)}[along]
    warp = _texture(nodes, links, 'ShaderNodeTexNoise', 1.1 * scale, stretch=stretch, detail=3.0)
    rings = nodes.new('ShaderNodeTexWave')
    rings.wave_type = 'RINGS'
    rings.rings_direction = along.upper()
    rings.inputs['Scale'].default_value = 1.5 * scale
    rings.inputs['Distortion'].default_value = 5.0
    rings.inputs['Detail'].default_value = 3.0
    rings.inputs['Detail Scale'].default_value = 0.9
    offset = nodes.new('ShaderNodeVectorMath')
    offset.operation = 'ADD'
    offset.inputs[1].default_value = (0.4, 1.3, 1.9)
    links.new(warp.inputs['Vector'].links[0].from_socket, offset.inputs[0])
    links.new(offset.outputs[0], rings.inputs['Vector'])
    base = _ramp(nodes, links, rings.outputs['Fac'], [(0.0, dark), (0.45, middle), (1.0, light)])
    cloud = _ramp(nodes, links, warp.outputs[0], [(0.3, middle), (0.7, light)])
    blended = _mix(nodes, links, 0.5, base.outputs['Color'], cloud.outputs['Color'])
    fine = {'x': (0.02, 1, 1), 'y': (1, 0.02, 1), 'z': (1, 1, 0.02)}[along]
    pores = _texture(nodes, links, 'ShaderNodeTexNoise', 42 * scale, stretch=fine, detail=4.0)
    mask = _ramp(nodes, links, pores.outputs[0], [(0.52, '#000000'), (0.72, '#ffffff')])
    color = _mix(nodes, links, mask.outputs['Color'], blended, pore)
    links.new(color, node.inputs['Base Color'])
    _bump(nodes, links, node, pores.outputs[0], 0.10, 0.02)
    return material


def fabric(color, *, grain=90, weave=0.0, melange=None, strength=0.25):
    """Cloth with a soft sheen; ``weave`` > 0 draws threads that many per unit, ``melange`` mixes a colour in."""
    material, nodes, links, node = principled('fabric', color, roughness=0.92, sheen_weight=0.25)
    node.inputs['Specular IOR Level'].default_value = 0.15
    fuzz = _texture(nodes, links, 'ShaderNodeTexNoise', grain, detail=4.0)
    _bump(nodes, links, node, fuzz.outputs[0], strength, 0.01)
    base = color
    if melange:
        flecks = _texture(nodes, links, 'ShaderNodeTexNoise', 95, stretch=(1, 0.4, 1), detail=6.0)
        mask = _ramp(nodes, links, flecks.outputs[0], [(0.38, '#000000'), (0.62, '#ffffff')])
        base = _mix(nodes, links, mask.outputs['Color'], color, melange)
        links.new(base, node.inputs['Base Color'])
    if weave:
        _weave(nodes, links, node, base, weave)
    return material


def _weave(nodes, links, node, base, threads):
    """Add warp and weft: bump of two crossing waves, darker where the threads dip."""
    waves = []
    for direction in ('X', 'Y'):
        wave = _texture(nodes, links, 'ShaderNodeTexWave', threads, distortion=1.2, detail=2.0)
        wave.bands_direction = direction
        waves.append(wave.outputs['Fac'])
    height = nodes.new('ShaderNodeMath')
    height.operation = 'ADD'
    links.new(waves[0], height.inputs[0])
    links.new(waves[1], height.inputs[1])
    half = nodes.new('ShaderNodeMath')
    half.operation = 'MULTIPLY'
    half.inputs[1].default_value = 0.5
    links.new(height.outputs[0], half.inputs[0])
    _bump(nodes, links, node, half.outputs[0], 0.35, 0.02)
    shade = _ramp(nodes, links, half.outputs[0], [(0.0, '#c9c9c9'), (0.6, '#ffffff')])
    color = _mix(nodes, links, 0.8, base, shade.outputs['Color'], 'MULTIPLY')
    links.new(color, node.inputs['Base Color'])


def leather(color, dark):
    material, nodes, links, node = principled('leather', color, roughness=0.52)
    cells = _texture(nodes, links, 'ShaderNodeTexVoronoi', 34)
    cells.feature = 'DISTANCE_TO_EDGE'
    cloud = _texture(nodes, links, 'ShaderNodeTexNoise', 4, detail=5.0)
    ramp = _ramp(nodes, links, cloud.outputs[0], [(0.3, dark), (0.65, color)])
    links.new(ramp.outputs['Color'], node.inputs['Base Color'])
    edge = _ramp(nodes, links, cells.outputs[0], [(0.0, '#000000'), (0.10, '#ffffff')])
    _bump(nodes, links, node, edge.outputs['Color'], 0.16, 0.012)
    return material


def glass(color='#ffffff', roughness=0.02):
    """Clear glass that lets light pass to what stands inside it (no caustics are traced)."""
    material, nodes, links, node = principled(
        'glass', color, roughness=roughness, transmission_weight=1.0, ior=1.46
    )
    path = nodes.new('ShaderNodeLightPath')
    either = nodes.new('ShaderNodeMath')
    either.operation = 'MAXIMUM'
    links.new(path.outputs['Is Shadow Ray'], either.inputs[0])
    links.new(path.outputs['Is Diffuse Ray'], either.inputs[1])
    clear = nodes.new('ShaderNodeBsdfTransparent')
    clear.inputs['Color'].default_value = (0.92, 0.92, 0.92, 1)
    mix = nodes.new('ShaderNodeMixShader')
    links.new(either.outputs[0], mix.inputs[0])
    links.new(node.outputs['BSDF'], mix.inputs[1])
    links.new(clear.outputs[0], mix.inputs[2])
    links.new(mix.outputs[0], nodes['Material Output'].inputs['Surface'])
    return material


def plain(color, roughness=0.6, **inputs):
    material, *_rest = principled('plain', color, roughness=roughness, **inputs)
    return material


def wax(color='#f4ead8'):
    material, *_rest = principled(
        'wax', color, roughness=0.42, subsurface_weight=0.35, subsurface_scale=0.08
    )
    return material
