namespace ModelTests;

/// <summary>What the numbers of a box say; x runs along an image's width, y along its height, z along its depth.</summary>
public enum BoxFormat
{
    /// <summary>Centre and size (YOLO, DETR): [cx, cy, w, h], in three dimensions [cx, cy, cz, w, h, d].</summary>
    CxCyWh,

    /// <summary>The two corners (PASCAL VOC): [x1, y1, x2, y2], in three dimensions [x1, y1, z1, x2, y2, z2].</summary>
    XyXy,

    /// <summary>The lower corner and the size (COCO): [x, y, w, h], in three dimensions [x, y, z, w, h, d].</summary>
    XyWh,
}
